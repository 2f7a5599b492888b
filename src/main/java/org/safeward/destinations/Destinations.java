package org.safeward.destinations;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** The configured destinations by name. */
@ApplicationScoped
public class Destinations {
    private final Map<String, Destination> byName = new LinkedHashMap<>();

    protected Destinations() {}

    @Inject
    Destinations(Settings settings) {
        settings.destinations().forEach((name, one) -> byName.put(name, new Destination(one)));
    }

    /** In the order of the settings, which is the one in which they are asked for a file. */
    public List<Destination> all() {
        return List.copyOf(byName.values());
    }

    /** Those that backups of a database go to. */
    public List<Destination> of(String database) {
        return byName.values().stream()
                .filter(destination -> destination.settings().takes(database))
                .toList();
    }

    /** @throws Fault UNKNOWN_DESTINATION */
    public Destination get(String name) {
        Destination destination = byName.get(name);
        if (destination == null) {
            throw new Fault(ErrorCode.UNKNOWN_DESTINATION, name, String.join(", ", byName.keySet()));
        }
        return destination;
    }

    @PreDestroy
    void close() {
        byName.values().forEach(Destination::close);
    }
}
