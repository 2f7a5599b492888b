package org.safeward.rest.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The query of a list that comes in pages, newest first: {@code page}, {@code page_size} and filters, checked as a whole. */
public final class ListQuery {
    private static final int MOST_PAGE = 1_000_000;
    private static final int MOST_PAGE_SIZE = 100;
    private static final int USUAL_PAGE_SIZE = 20;

    private final MultivaluedMap<String, String> parameters;
    private final FieldFaults faults;
    private final int page;
    private final int size;

    public ListQuery(MultivaluedMap<String, String> parameters, FieldFaults faults) {
        this.parameters = parameters;
        this.faults = faults;
        page = (int) number("page", 1, MOST_PAGE).orElse(1);
        size = (int) number("page_size", 1, MOST_PAGE_SIZE).orElse(USUAL_PAGE_SIZE);
    }

    /** How many entries come before the page. */
    public int offset() {
        return (page - 1) * size;
    }

    /** How many entries the page has at most. */
    public int most() {
        return size;
    }

    /** Empty when it is not there, or has no text. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(parameters.getFirst(name)).filter(text -> !text.isEmpty());
    }

    /** As {@link #text}, for what is looked for in the catalog. */
    public Optional<String> storable(String name) {
        return text(name).map(text -> faults.storable(name, text));
    }

    public OptionalLong number(String name, long least, long most) {
        return text(name)
                .map(text -> OptionalLong.of(faults.wholeNumber(name, text, least, most)))
                .orElse(OptionalLong.empty());
    }

    /**
     * One of several words.
     *
     * @param read throws an IllegalArgumentException for any other
     * @param all those that there are, for whoever sent another
     */
    public <T> Optional<T> one(String name, Function<String, T> read, String all) {
        try {
            return text(name).map(read);
        } catch (IllegalArgumentException e) {
            faults.add("FIELD_ONE_OF", name, all);
            return Optional.empty();
        }
    }

    /** @throws org.safeward.fault.Fault BAD_FIELD naming every parameter that was wrong */
    public void check() {
        faults.check();
    }

    public JsonObject answer(JsonArrayBuilder list, long total) {
        return Json.createObjectBuilder()
                .add("list", list)
                .add("total", total)
                .add("page", page)
                .add("page_size", size)
                .build();
    }
}
