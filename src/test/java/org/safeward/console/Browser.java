package org.safeward.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.safeward.fixture.Thorough;
import org.safeward.fixture.Waiting;

/**
 * A headless Chromium with a profile of its own, and what a person does with it. Whatever is looked for is waited for. {@link #close}
 * ends the browser and its driver; the profile belongs to the test.
 */
final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target/screenshots");
    /** The rules of axe that look at colours. */
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_STOPS = 60;
    private static final int NARROW = 320;
    private static final int WIDE = 1280;

    private final URI base;
    private final ChromeDriver driver;
    private final Path downloads;

    /** @param folder for the profile and the downloads */
    Browser(URI base, Path folder) {
        this.base = base;
        this.downloads = folder.resolve("downloads");
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--accept-lang=en",
                "--user-data-dir=" + folder.resolve("profile"));
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .build();
        driver = new ChromeDriver(service, options);
        width(WIDE);
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
    }

    void visit(String address) {
        driver.get(base.resolve(address).toString());
    }

    /** For the pages that are opened from now on. */
    void speak(String language) {
        if (driver.getCurrentUrl().startsWith("http")) {
            run("localStorage.setItem('safeward.language', arguments[0])", language);
        }
    }

    /** As on a first visit. */
    void emptyCache() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    /** A figure that was measured, for people: beside the pictures. */
    void report(String figure) {
        try {
            Files.createDirectories(PICTURES);
            Files.writeString(
                    PICTURES.resolve("figures.txt"),
                    figure + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reload() {
        driver.navigate().refresh();
    }

    String address() {
        return driver.getCurrentUrl().substring(base.toString().length());
    }

    /** The first element that can be seen. */
    WebElement find(String css) {
        return waitFor(By.cssSelector(css));
    }

    /** A button or link by its words, as far as people can see it. */
    WebElement named(String words) {
        String quoted = '"' + words + '"';
        return waitFor(By.xpath(
                "//*[self::button or self::a or self::summary][contains(normalize-space(.), " + quoted + ")]"));
    }

    void press(String words) {
        retried(() -> named(words).click());
    }

    /** Within an open dialog. */
    void answer(String words) {
        retried(() -> waitFor(By.xpath("//dialog[@open]//button[contains(normalize-space(.), \"" + words + "\")]"))
                .click());
    }

    void type(String css, String text) {
        WebElement field = find(css);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
    }

    void choose(String css, String value) {
        find(css);
        run(
                "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
                        + " field.dispatchEvent(new Event('change', {bubbles: true}))",
                css,
                value);
    }

    /** A file field may be hidden behind its label. */
    void attach(String css, Path file) {
        await("the file field", () -> !driver.findElements(By.cssSelector(css)).isEmpty());
        driver.findElement(By.cssSelector(css)).sendKeys(file.toAbsolutePath().toString());
    }

    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** With the Tab key alone. */
    void tabTo(String name) {
        for (int stops = 0; !focused().equals(name); stops++) {
            if (stops > MOST_STOPS) {
                throw new AssertionError("the Tab key never comes to " + name + "; it is at " + focused());
            }
            keys(Keys.TAB);
        }
    }

    /** What has the focus: its words, else its name. */
    String focused() {
        return (String) run("const one = document.activeElement;"
                + " return (one.innerText || one.name || one.id || one.tagName).trim()");
    }

    /** Waits until the page says this. */
    void reads(String text) {
        await("the page reads: " + text, () -> text().contains(text));
    }

    void shows(String css) {
        find(css);
    }

    String text() {
        return (String) run("return document.body.innerText");
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    Object later(String script, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return driver.executeAsyncScript(script, arguments);
    }

    /** Shows the page as it would be printed, or on the screen again. */
    void print(boolean printed) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", printed ? "print" : ""));
    }

    /** Cuts the browser off from the server, or connects it again. */
    void offline(boolean cut) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Everything that was saved, once it is so many files and all of them are whole. */
    List<Path> downloaded(int number) {
        await(
                number + " downloads",
                () -> files().size() >= number
                        && files().stream().noneMatch(file -> file.toString().endsWith(".crdownload")));
        return files();
    }

    private List<Path> files() {
        try {
            if (!Files.isDirectory(downloads)) {
                return List.of();
            }
            try (var list = Files.list(downloads)) {
                return list.toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the page's policy refused, and scripts that failed. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("Content Security Policy") || message.contains("Uncaught"))
                .toList();
    }

    /**
     * Holds the page as it is against sideways scrolling, in both widths, and against axe: in the gate by all its rules in one theme, by those
     * about colours in the other, which differs in nothing else. {@code bin/test all} takes pictures of each, too, for people.
     */
    void look(String name) {
        await(
                "loaded",
                () -> driver.findElements(By.cssSelector("main .skeleton")).isEmpty());
        String theme = (String) run("return document.documentElement.dataset.theme");
        for (String shown : List.of("light", "dark")) {
            run("document.documentElement.dataset.theme = arguments[0]", shown);
            for (int width : List.of(NARROW, WIDE)) {
                width(width);
                if (Thorough.orElse(true, false)) {
                    picture(name + "-" + shown + "-" + width);
                }
                Number excess = (Number)
                        run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
                if (excess.intValue() > 0) {
                    throw new AssertionError(name + " scrolls sideways at " + width + " pixels, by " + excess);
                }
            }
            accessible(name + ", " + shown, shown.equals("light") ? List.of() : Thorough.orElse(List.of(), COLOURS));
        }
        run("document.documentElement.dataset.theme = arguments[0]", theme);
        width(WIDE);
    }

    /** @param rules of axe, all when there are none */
    private void accessible(String name, List<String> rules) {
        if (run("return typeof axe === 'undefined'").equals(true)) {
            run(axe());
        }
        Object found = later(
                "const [rules, done] = arguments; axe.run(rules.length ? {runOnly: {type: 'rule', values: rules}} : {})"
                        + ".then((result) => done(result.violations.map((one) => one.id + ': '"
                        + " + one.nodes.map((node) => node.target + ' ' + node.failureSummary).join(' | '))))",
                rules);
        if (!((List<?>) found).isEmpty()) {
            throw new AssertionError(name + ": " + found);
        }
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void picture(String name) {
        Number height = (Number) run("return Math.min(6000, Math.max(800, document.documentElement.scrollHeight))");
        int width = ((Number) run("return innerWidth")).intValue();
        size(width, height.intValue());
        try {
            Path folder = Files.createDirectories(PICTURES);
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        width(width);
    }

    private void width(int width) {
        size(width, 900);
    }

    private void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private WebElement waitFor(By what) {
        WebElement[] found = new WebElement[1];
        await("found: " + what, () -> {
            try {
                found[0] = driver.findElements(what).stream()
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .orElse(null);
                return found[0] != null;
            } catch (NoSuchElementException | StaleElementReferenceException e) {
                return false;
            }
        });
        return found[0];
    }

    /** The page may render again between finding and pressing. */
    private void retried(Runnable action) {
        await("done", () -> {
            try {
                action.run();
                return true;
            } catch (StaleElementReferenceException | org.openqa.selenium.ElementClickInterceptedException e) {
                return false;
            }
        });
    }

    void await(String what, BooleanSupplier condition) {
        if (!Waiting.until(PATIENCE, condition)) {
            picture("failure");
            throw new AssertionError("not " + what + " at " + address() + "; the page says:\n" + text());
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
