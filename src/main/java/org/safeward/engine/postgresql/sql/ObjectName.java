package org.safeward.engine.postgresql.sql;

/** What an object of a database is called, for people and for {@code skip}: its kind and its name, the same wherever we name it. */
public final class ObjectName {
    private ObjectName() {}

    /** {@code index public.i}. */
    public static String of(String kind, TableName name) {
        return kind + " " + name;
    }

    /** {@code constraint c on public.t}. */
    public static String of(String kind, String part, TableName on) {
        return kind + " " + TableName.part(part) + " on " + on;
    }

    /** {@code function public.f(a integer)}. */
    public static String of(String kind, TableName name, String arguments) {
        return kind + " " + name + "(" + arguments + ")";
    }
}
