package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.engine.postgresql.PostgresServer;

/** Safeward's role is a superuser, and loading the backup runs a function: whoever restores has to have looked at it. */
@ExtendWith(PostgresServer.Shared.class)
class LoadedFunctionsScreenIT extends ConsoleStory {
    private static final String SHOP = "shop_of_the_screen";

    private static PostgresServer postgres;

    /** The story's server once more, with a second database. */
    @BeforeAll
    static void addAShop(PostgresServer shared) {
        postgres = shared;
        postgres.drop(SHOP);
        postgres.create(SHOP);
        postgres.sql(
                SHOP,
                "CREATE FUNCTION public.fits(int) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN true; END'",
                "CREATE TABLE public.item (id int CHECK (public.fits(id)))",
                "INSERT INTO public.item VALUES (1), (2)");
        server.close();
        server.with("safeward.databases", "default,shop")
                .with("safeward.database.shop.url", postgres.url(SHOP, PostgresServer.SUPERUSER))
                .start();
        api = server.api().inEnglish();
        browser.close();
        browser = new Browser(URI.create("http://127.0.0.1:" + server.port() + "/"), folder.resolve("second"));
    }

    @AfterAll
    static void noShop() {
        server.close();
        postgres.databases().stream().filter(name -> name.startsWith(SHOP)).forEach(postgres::drop);
    }

    @Test
    @Order(1)
    void restoresOnlyWhenSomebodyHasLookedAtTheFunctions() {
        browser.visit("");
        signIn("admin");
        assertEquals(0, api.post("backup/create", "{\"database\": \"shop\"}").code());
        postgres.sql(SHOP, "DELETE FROM public.item");
        browser.visit("restore?record=" + newestBackup());
        browser.reads("Loading this backup runs functions with rights that reach beyond the database: 1");
        assertEquals("public.fits(integer)", browser.find("[data-functions] li").getText());
        browser.look("restore-functions");
        browser.type("[name=confirmation]", "shop");
        browser.reads("Look at the functions that this restore runs, and say so.");
        browser.press("Replace shop");
        browser.reads("Look at the functions that this restore runs, and say so.");
        browser.find("[name=functions_seen]").click();
        browser.reads("The name fits.");
        browser.press("Replace shop");
        browser.shows("[data-result=ok]");
        assertEquals("2", postgres.ask(SHOP, "SELECT count(*) FROM public.item"));
    }
}
