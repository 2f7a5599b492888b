package org.safeward.beans;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceContext;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.bind.annotation.AllArguments;
import net.bytebuddy.implementation.bind.annotation.Origin;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.matcher.ElementMatchers;
import org.eclipse.microprofile.config.Config;
import org.safeward.catalog.CatalogSchema;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.settings.Settings;

/**
 * Safeward's beans in this JVM, on a real catalog, without a server: each made when it is first asked for, with what it injects;
 * enterprise beans with their transactions. For what a test of a running server would need minutes for. Nobody's role is checked, no
 * interceptor runs, events go to the consumers that a test names, and resources of a server are only there when a test gives them.
 */
public final class Beans implements AutoCloseable {
    private final Map<Class<?>, Object> beans = new HashMap<>();
    private final Map<Class<?>, List<Consumer<Object>>> observers = new HashMap<>();
    private final EntityManagerFactory factory;
    private final BeanTransactions transactions;

    private Beans(Settings settings) {
        CatalogSchema.migrate(settings);
        beans.put(Settings.class, settings);
        beans.put(InstantSource.class, InstantSource.system());
        factory = Persistence.createEntityManagerFactory("catalog", CatalogUnit.on(settings));
        transactions = new BeanTransactions(factory);
    }

    /** With a catalog in this home. */
    public static Beans in(Path home, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("safeward.home", home.toString());
        return new Beans(settings(all));
    }

    public static Settings settings(Map<String, String> values) {
        InvocationHandler lookUp =
                (proxy, method, arguments) -> method.getName().equals("getOptionalValue")
                        ? Optional.ofNullable(values.get(arguments[0]))
                        : refused(method);
        Config config = proxy(Config.class, lookUp);
        try {
            Constructor<Settings> constructor = Settings.class.getDeclaredConstructor(Config.class);
            constructor.setAccessible(true);
            return constructor.newInstance(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes this one instead of making one. */
    public <T> Beans with(Class<T> type, T bean) {
        beans.put(type, bean);
        return this;
    }

    public <T> Beans observing(Class<T> event, Consumer<? super T> observer) {
        observers
                .computeIfAbsent(event, key -> Collections.synchronizedList(new ArrayList<>()))
                .add(fired -> observer.accept(event.cast(fired)));
        return this;
    }

    /** Each of our classes that observes it hears of it, as in a server. */
    public <T> Beans informing(Class<T> event) {
        CompiledClasses.observing(event)
                .forEach(method -> observing(event, fired -> {
                    try {
                        method.setAccessible(true);
                        method.invoke(get(method.getDeclaringClass()), fired);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(method.toString(), e);
                    }
                }));
        return this;
    }

    public <T> T get(Class<T> type) {
        Object known = beans.get(type);
        if (known == null) {
            Object made = make(type);
            boolean enterprise = type.isAnnotationPresent(Stateless.class) || type.isAnnotationPresent(Singleton.class);
            known = enterprise ? make(withTransactions(type, made)) : made;
            beans.put(type, known);
            inject(made);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        try {
            Constructor<?> constructor = constructor(type);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    Stream.of(constructor.getParameterTypes()).map(this::get).toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no bean of " + type, e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.isAnnotationPresent(Inject.class)) {
                return constructor;
            }
        }
        return type.getDeclaredConstructor();
    }

    /** What stands before the bean: its calls of itself go past it. */
    private Class<?> withTransactions(Class<?> type, Object bean) {
        return new ByteBuddy()
                .subclass(type)
                .method(ElementMatchers.isPublic().and(ElementMatchers.isDeclaredBy(type)))
                .intercept(MethodDelegation.to(new Calls(transactions, bean)))
                .make()
                .load(type.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(lookup(type)))
                .getLoaded();
    }

    private static MethodHandles.Lookup lookup(Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Public, since generated classes call it. */
    public static final class Calls {
        private final BeanTransactions transactions;
        private final Object bean;

        Calls(BeanTransactions transactions, Object bean) {
            this.transactions = transactions;
            this.bean = bean;
        }

        @RuntimeType
        public Object call(@Origin Method method, @AllArguments Object[] arguments) throws Exception {
            return transactions.call(method, () -> invoked(method, arguments));
        }

        private Object invoked(Method method, Object[] arguments) throws Exception {
            try {
                return method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (Exception) e.getCause();
            }
        }
    }

    private void inject(Object bean) {
        for (Class<?> type = bean.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    injected(field).ifPresent(value -> set(bean, field, value));
                }
            }
        }
    }

    private Optional<Object> injected(Field field) {
        if (field.isAnnotationPresent(PersistenceContext.class)) {
            return Optional.of(transactions.shared());
        }
        if (field.isAnnotationPresent(Resource.class)) {
            return Optional.ofNullable(
                    field.getType() == SessionContext.class ? context() : beans.get(field.getType()));
        }
        // No batch runtime here: steps are called as what they do.
        if (!field.isAnnotationPresent(Inject.class)
                || field.getType().getPackageName().startsWith("jakarta.batch")) {
            return Optional.empty();
        }
        return Optional.of(field.getType() == Event.class ? event() : bean(field));
    }

    private Object bean(Field field) {
        return field.getGenericType() instanceof ParameterizedType generic
                ? beans.get((Class<?>) generic.getRawType())
                : get(field.getType());
    }

    private Event<?> event() {
        return proxy(Event.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("fire")) {
                return refused(method);
            }
            observers
                    .getOrDefault(arguments[0].getClass(), List.of())
                    .forEach(observer -> observer.accept(arguments[0]));
            return null;
        });
    }

    private SessionContext context() {
        return proxy(
                SessionContext.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getBusinessObject") ? get((Class<?>) arguments[0]) : refused(method));
    }

    private static Object refused(Method method) {
        throw new UnsupportedOperationException(method.toString());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Beans.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void set(Object bean, Field field, Object value) {
        try {
            field.setAccessible(true);
            field.set(bean, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }

    @Override
    public void close() {
        if (beans.get(Destinations.class) instanceof Destinations destinations) {
            destinations.all().forEach(Destination::close);
        }
        factory.close();
    }
}
