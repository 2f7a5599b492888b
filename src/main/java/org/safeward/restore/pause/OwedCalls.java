package org.safeward.restore.pause;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.InstantSource;
import java.util.List;

/** The after-restore calls that are owed. */
@Stateless
public class OwedCalls {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    public void owe(long job, String database) {
        catalog.persist(new OwedCall(job, database, clock.instant()));
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<OwedCall> all() {
        return catalog.createNamedQuery("OwedCall.all", OwedCall.class).getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<OwedCall> ofJob(long job) {
        return catalog.createNamedQuery("OwedCall.ofJob", OwedCall.class)
                .setParameter("job", job)
                .getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean isOwed(long id) {
        return catalog.find(OwedCall.class, id) != null;
    }

    public void settle(long id) {
        OwedCall call = catalog.find(OwedCall.class, id);
        if (call != null) {
            catalog.remove(call);
        }
    }

    public void tried(long id) {
        OwedCall call = catalog.find(OwedCall.class, id);
        if (call != null) {
            call.tried();
        }
    }
}
