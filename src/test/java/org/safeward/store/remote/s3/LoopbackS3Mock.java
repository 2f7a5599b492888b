package org.safeward.store.remote.s3;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Starts S3Mock with its port for HTTP on loopback: it has no setting for that, and would listen on every address. Runs in S3Mock's own process and sees
 * Spring and Tomcat there, which are not on the class path of our tests: hence by reflection.
 */
public final class LoopbackS3Mock {
    private static final String SPRING = "org.springframework.";

    private LoopbackS3Mock() {}

    public static void main(String[] arguments) throws Exception {
        Method start =
                Class.forName("com.adobe.testing.s3mock.S3MockApplication").getMethod("start", String[].class);
        Runnable run = () -> invoke(start, null, (Object) arguments);
        Class<?> hook = Class.forName(SPRING + "boot.SpringApplicationHook");
        invoke(
                Class.forName(SPRING + "boot.SpringApplication").getMethod("withHook", hook, Runnable.class),
                null,
                proxy(hook, (self, method, given) -> listener()),
                run);
    }

    private static Object listener() throws ClassNotFoundException {
        return proxy(Class.forName(SPRING + "boot.SpringApplicationRunListener"), (self, method, given) -> {
            if (method.getName().equals("contextPrepared")) {
                bindConnectors(given[0]);
            }
            return null;
        });
    }

    private static void bindConnectors(Object context) throws ReflectiveOperationException {
        Class<?> processor = Class.forName(SPRING + "beans.factory.config.BeanPostProcessor");
        Object bind = proxy(processor, (self, method, given) -> {
            if (given[0].getClass().getSimpleName().equals("Connector")) {
                given[0].getClass()
                        .getMethod("setProperty", String.class, String.class)
                        .invoke(given[0], "address", "127.0.0.1");
            }
            return given[0];
        });
        Object beans = invoke(
                Class.forName(SPRING + "context.ConfigurableApplicationContext").getMethod("getBeanFactory"), context);
        invoke(
                Class.forName(SPRING + "beans.factory.config.ConfigurableBeanFactory")
                        .getMethod("addBeanPostProcessor", processor),
                beans,
                bind);
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == given[0];
                    case "toString" -> type.getSimpleName();
                    default -> handler.invoke(self, method, given);
                });
    }

    private static Object invoke(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
