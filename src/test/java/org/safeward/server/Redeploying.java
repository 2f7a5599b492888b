package org.safeward.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/**
 * Runs in a lasting server as an agent of the JVM, and puts one application in the place of another when its standard input says so:
 * {@code answer file TAB settings file TAB WAR}. The settings become system properties, those of the last application are none any more.
 * The last two are missing where Payara Micro's application is only to go, and the last one where the server, a WildFly, has other ways to
 * deploy. The answer is empty, or says what failed. At the end of its input the server ends: the tests are gone.
 *
 * <p>It knows the JDK and {@link FewRounds} alone, and Payara's API by name: that one is not on the class path of the tests.
 */
public final class Redeploying {
    private static final Properties SETTINGS = new Properties();
    /** Those of the server itself, which the settings of an application hide. */
    private static final Properties HIDDEN = new Properties();

    private Redeploying() {}

    public static void premain(String arguments) {
        Security.insertProviderAt(new FewRounds(), 1);
        Thread thread = new Thread(Redeploying::listen, "redeploying");
        thread.setDaemon(true);
        thread.start();
    }

    private static void listen() {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                List<String> words = List.of(order.split("\t"));
                Path answer = Path.of(words.get(0));
                Path unfinished = answer.resolveSibling("unfinished");
                Files.writeString(unfinished, outcome(words));
                Files.move(unfinished, answer);
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(1);
    }

    private static String outcome(List<String> words) {
        try {
            if (words.size() != 2) {
                undeploy();
            }
            forget();
            if (words.size() > 1) {
                set(Path.of(words.get(1)));
            }
            return words.size() < 3 || deploy(new File(words.get(2))) ? "" : "it could not be deployed";
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }
    }

    private static void forget() {
        SETTINGS.stringPropertyNames().forEach(System::clearProperty);
        SETTINGS.clear();
        HIDDEN.stringPropertyNames().forEach(name -> System.setProperty(name, HIDDEN.getProperty(name)));
        HIDDEN.clear();
    }

    private static void set(Path settings) throws IOException {
        try (Reader reader = Files.newBufferedReader(settings)) {
            SETTINGS.load(reader);
        }
        for (String name : SETTINGS.stringPropertyNames()) {
            String hidden = System.setProperty(name, SETTINGS.getProperty(name));
            if (hidden != null) {
                HIDDEN.setProperty(name, hidden);
            }
        }
    }

    private static void undeploy() throws ReflectiveOperationException {
        Class<?> calls = api("PayaraMicroRuntime");
        Object runtime = runtime();
        Collection<?> deployed =
                (Collection<?>) calls.getMethod("getDeployedApplicationNames").invoke(runtime);
        for (Object name : List.copyOf(deployed)) {
            calls.getMethod("undeploy", String.class).invoke(runtime, name);
        }
    }

    private static boolean deploy(File war) throws ReflectiveOperationException {
        return (boolean) api("PayaraMicroRuntime")
                .getMethod("deploy", String.class, String.class, File.class)
                .invoke(runtime(), "safeward", "/", war);
    }

    private static Object runtime() throws ReflectiveOperationException {
        Class<?> micro = api("PayaraMicro");
        return micro.getMethod("getRuntime")
                .invoke(micro.getMethod("getInstance").invoke(null));
    }

    private static Class<?> api(String name) throws ClassNotFoundException {
        return ClassLoader.getSystemClassLoader().loadClass("fish.payara.micro." + name);
    }
}
