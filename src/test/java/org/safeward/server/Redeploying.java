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
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/**
 * Runs in a Payara Micro of {@link LastingServer} as an agent of the JVM, and puts one application in the place of another when its standard
 * input says so: {@code answer file TAB settings file TAB WAR}, the last two missing when it is only to go. The settings become system
 * properties, those of the last application are none any more. The answer is empty, or says what failed. At the end of its input the server
 * ends: the tests are gone.
 *
 * <p>It knows the JDK alone, and Payara's API by name: that one is not on the class path of the tests.
 */
public final class Redeploying {
    private static final Properties SETTINGS = new Properties();

    private Redeploying() {}

    public static void premain(String arguments) {
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
            Class<?> micro = api("PayaraMicro");
            Object runtime = micro.getMethod("getRuntime")
                    .invoke(micro.getMethod("getInstance").invoke(null));
            Class<?> calls = api("PayaraMicroRuntime");
            Collection<?> deployed = (Collection<?>)
                    calls.getMethod("getDeployedApplicationNames").invoke(runtime);
            for (Object name : List.copyOf(deployed)) {
                calls.getMethod("undeploy", String.class).invoke(runtime, name);
            }
            SETTINGS.stringPropertyNames().forEach(System::clearProperty);
            SETTINGS.clear();
            if (words.size() == 1) {
                return "";
            }
            try (Reader settings = Files.newBufferedReader(Path.of(words.get(1)))) {
                SETTINGS.load(settings);
            }
            SETTINGS.stringPropertyNames().forEach(name -> System.setProperty(name, SETTINGS.getProperty(name)));
            boolean done = (boolean) calls.getMethod("deploy", String.class, String.class, File.class)
                    .invoke(runtime, "safeward", "/", new File(words.get(2)));
            return done ? "" : "it could not be deployed";
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            return trace.toString();
        }
    }

    private static Class<?> api(String name) throws ClassNotFoundException {
        return ClassLoader.getSystemClassLoader().loadClass("fish.payara.micro." + name);
    }
}
