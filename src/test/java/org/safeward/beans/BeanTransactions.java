package org.safeward.beans;

import jakarta.ejb.EJBException;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import org.safeward.engine.WorkStopped;
import org.safeward.fault.Fault;

/** Transactions of {@link Beans} as a container gives them to enterprise beans: by the attribute of the method or its class, on this thread. */
final class BeanTransactions {
    private final EntityManagerFactory factory;
    private final ThreadLocal<Deque<Unit>> units = ThreadLocal.withInitial(ArrayDeque::new);

    BeanTransactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    /** What one call works in; without a transaction, each query has an entity manager of its own. */
    private static final class Unit {
        private final EntityManager manager;
        private boolean failed;

        Unit(EntityManager manager) {
            this.manager = manager;
        }
    }

    /** What {@code @PersistenceContext} injects. */
    EntityManager shared() {
        return (EntityManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, arguments) -> {
                    Unit unit = units.get().peek();
                    EntityManager manager =
                            unit == null || unit.manager == null ? factory.createEntityManager() : unit.manager;
                    try {
                        return method.invoke(manager, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    Object call(Method method, Callable<?> body) throws Exception {
        Unit around = units.get().peek();
        boolean inside = around != null && around.manager != null;
        switch (attribute(method)) {
            case REQUIRED -> {
                return inside ? joined(around, body) : begun(body);
            }
            case REQUIRES_NEW -> {
                return begun(body);
            }
            case MANDATORY -> {
                if (!inside) {
                    throw new EJBException(method + " needs a transaction");
                }
                return joined(around, body);
            }
            case NOT_SUPPORTED -> {
                return within(new Unit(null), body);
            }
            default -> {
                return inside ? joined(around, body) : within(new Unit(null), body);
            }
        }
    }

    private static TransactionAttributeType attribute(Method method) {
        TransactionAttribute own = method.getAnnotation(TransactionAttribute.class);
        TransactionAttribute all = method.getDeclaringClass().getAnnotation(TransactionAttribute.class);
        TransactionAttribute said = own == null ? all : own;
        return said == null ? TransactionAttributeType.REQUIRED : said.value();
    }

    private static Object joined(Unit around, Callable<?> body) throws Exception {
        try {
            return body.call();
        } catch (RuntimeException e) {
            around.failed = true;
            throw e;
        }
    }

    private Object begun(Callable<?> body) throws Exception {
        Unit unit = new Unit(factory.createEntityManager());
        unit.manager.getTransaction().begin();
        try {
            Object result = within(unit, body);
            if (unit.failed) {
                throw new EJBException("the transaction was rolled back");
            }
            unit.manager.getTransaction().commit();
            return result;
        } catch (Fault | WorkStopped | EJBException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EJBException(e);
        } finally {
            if (unit.manager.getTransaction().isActive()) {
                unit.manager.getTransaction().rollback();
            }
            unit.manager.close();
        }
    }

    private Object within(Unit unit, Callable<?> body) throws Exception {
        units.get().push(unit);
        try {
            return body.call();
        } finally {
            units.get().pop();
        }
    }
}
