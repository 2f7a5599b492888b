package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;
import org.safeward.drill.ForgedFile;
import org.safeward.server.OnEveryServer;

/** Each screen in Chinese, in its states: no key without a text, and no English beside the Chinese. */
class LanguagesIT extends ConsoleStory {
    private static final Map<String, String> ENGLISH = Words.of("en");

    @Override
    String language() {
        return "zh";
    }

    private static void look(String name) {
        browser.await(
                name,
                () -> browser.run("return document.querySelector('main .skeleton') === null")
                        .equals(true));
        String page = browser.text();
        ENGLISH.forEach((key, text) -> {
            boolean sentence = text.contains(" ") && !text.contains("{");
            assertFalse(sentence && page.contains(text), () -> name + " says: " + text);
            assertFalse(
                    key.contains(".") && page.contains(key) && !key.equals("backup.sql"),
                    () -> name + " shows: " + key);
        });
        browser.look(name + "-zh");
    }

    @OnEveryServer
    @Test
    @Order(1)
    void switchesFromTheLanguageOfTheBrowser() {
        browser.visit("");
        browser.press("中文");
        browser.reads("登录 Safeward");
        look("sign-in");
        signIn("admin");
        browser.choose("[name=language]", "en");
        browser.reads("This browser");
        assertEquals("en", browser.run("return document.documentElement.lang"));
        browser.choose("[name=language]", "zh");
        browser.reads("此浏览器");
        assertEquals("zh-CN", browser.run("return document.documentElement.lang"));
        browser.visit("");
        browser.shows("[data-verdict=never]");
        look("overview-never");
        browser.visit("backups");
        browser.reads("尚无备份");
        look("backups-none");
    }

    @OnEveryServer
    @Test
    @Order(2)
    void backsUp() throws IOException {
        hold("backup.verify");
        browser.visit("");
        browser.press("立即备份");
        browser.reads("正在备份，第 2 步，共 6 步。");
        look("overview-running");
        browser.press("查看进度");
        browser.reads("正在备份，第 2 步，共 6 步。");
        look("run-running");
        release();
        browser.shows("[data-result=ok]");
        look("run-done");
        browser.visit("backups");
        browser.shows(".records a");
        look("backups");
        browser.find(".records a").click();
        browser.reads("此备份已回读并确认完整");
        look("backup");
        browser.press("删除此备份");
        look("backup-delete");
    }

    @Test
    @Order(3)
    void provesABackup() throws IOException {
        browser.visit("");
        browser.reads("尚未验证可恢复");
        look("overview-unproven");
        browser.visit("backups/" + newestBackup());
        browser.reads("尚未验证可以恢复");
        hold("drill.prove");
        browser.press("立即验证");
        browser.reads("正在验证备份可以恢复，第 3 步，共 3 步。");
        look("backup-proving");
        browser.press("查看进度");
        browser.press("停止");
        look("run-drill-stop");
        browser.answer("停止");
        browser.reads("default 的演练已停止");
        release();
        browser.visit("backups/" + newestBackup());
        browser.press("立即验证");
        browser.reads("已验证可以恢复");
        look("backup-proven");
        browser.visit("backups");
        browser.reads("已验证可恢复");
        look("backups-proven");
        browser.visit("");
        browser.reads("最近一次验证可恢复");
        look("overview-proven");
        Path file = Path.of(api.get("backup/records/" + newestBackup()).data().getString("file_path"));
        Path away = Files.move(file, folder.resolve("away.zip"));
        try {
            api.post("backup/drills", "{}");
            browser.visit("");
            browser.shows("[data-verdict=damaged]");
            look("overview-damaged");
            browser.visit("backups/" + newestBackup());
            browser.reads("此备份的文件已损坏或丢失");
            look("backup-damaged");
            browser.visit("runs/" + newestJob());
            browser.shows("[data-result=danger]");
            look("run-drill-failed");
        } finally {
            Files.move(away, file);
        }
        comesBackOtherwise(file);
        drill(newestBackup());
    }

    /** As long as somebody has changed the file, and what is known of it. */
    private static void comesBackOtherwise(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        CatalogFile catalog = new CatalogFile(server.home());
        int record = newestBackup();
        String sha256 = catalog.ask("SELECT sha256 FROM backup_record WHERE id = ?", record);
        String manifest = catalog.ask("SELECT manifest_json FROM backup_record WHERE id = ?", record);
        ForgedFile forged = ForgedFile.of(file, "'first'", "'FIRST'");
        try {
            known(catalog, record, forged.sha256(), forged.manifest());
            drill(record);
            browser.visit("");
            browser.shows("[data-verdict=differs]");
            look("overview-differs");
            browser.visit("backups/" + record);
            browser.reads("未能验证此备份可以恢复");
            look("backup-differs");
        } finally {
            Files.write(file, whole);
            known(catalog, record, sha256, manifest);
        }
    }

    /** Of that very one: until somebody has read it again, one that was away is not chosen. */
    private static void drill(int record) {
        api.post("backup/drills", "{\"database\": \"default\", \"record_id\": " + record + "}");
    }

    private static void known(CatalogFile catalog, int record, String sha256, String manifest) {
        catalog.change("UPDATE backup_record SET sha256 = ?, manifest_json = ? WHERE id = ?", sha256, manifest, record);
    }

    @Test
    @Order(4)
    void restores() throws IOException {
        database.execute("INSERT INTO note (text) VALUES ('second')");
        database.execute("CREATE TABLE later (x)");
        browser.visit("restore?record=" + newestBackup());
        browser.reads("将被移除");
        look("restore");
        browser.find("[name=into][value=new]").click();
        browser.type("[name=target]", "copy.db");
        browser.reads("一切就绪");
        look("restore-new");
        browser.find("[name=into][value=live]").click();
        browser.reads("输入 default 以确认");
        browser.type("[name=confirmation]", "default");
        browser.press("替换 default");
        browser.shows("[data-result=ok]");
        browser.reads("撤销可回到");
        look("run-restored");
        browser.press("撤销");
        look("undo");
        hold("restore.stage");
        browser.visit("runs/" + restoreThroughTheApi());
        browser.reads("正在恢复，第 2 步，共 6 步。");
        browser.press("停止");
        look("run-stop");
        browser.answer("停止");
        browser.reads("恢复已按要求停止");
        look("run-cancelled");
    }

    @Test
    @Order(5)
    void findsLostRowsAndBringsThemBack() {
        database.execute("CREATE TABLE note_link (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note)");
        api.post("backup/create");
        database.execute("UPDATE note SET text = 'other'");
        browser.visit("backups/" + newestBackup());
        browser.press("此后有何改变");
        browser.reads("正式数据库的现状");
        look("compare");
        browser.find("main [type=submit]").click();
        browser.reads("有差异的表：1，共 2");
        look("compare-live");
        browser.press("恢复这些表的数据行");
        browser.reads("note_link 引用 note");
        browser.find("[value=beside]").click();
        browser.reads("例如：note_old");
        browser.reads("一切就绪");
        look("restore-tables-beside");
        browser.find("[value=rows]").click();
        browser.reads("输入 default 以确认");
        browser.type("[name=confirmation]", "default");
        look("restore-tables");
        browser.press("替换 default 中的这些数据行");
        browser.shows("[data-result=ok]");
        browser.reads("撤销可使这些表回到");
        look("run-tables-done");
        browser.press("撤销");
        look("undo-tables");
    }

    @Test
    @Order(6)
    void saysWhatWentWrong() throws IOException {
        browser.visit("backups");
        browser.attach("input[type=file]", Files.writeString(folder.resolve("bad.zip"), "no zip at all"));
        browser.reads("无法识别此备份文件");
        look("upload-invalid");
        Path away = Files.move(database.file(), folder.resolve("away.db"));
        try {
            assertTrue(api.post("backup/create").status() >= 400);
            browser.visit("");
            browser.shows("[data-verdict=failed]");
            look("overview-failed");
            browser.visit("runs/" + newestJob());
            browser.shows("[data-result=danger]");
            look("run-failed");
        } finally {
            Files.move(away, database.file());
        }
    }

    @Test
    @Order(7)
    void schedules() {
        browser.visit("schedule");
        browser.reads("自动备份已关闭");
        look("schedule-off");
        browser.find("[name=enabled]").click();
        browser.choose("[name=frequency]", "weekly");
        browser.reads("有未保存的更改");
        browser.await(
                "the next runs",
                () -> browser.run("return document.querySelectorAll('[data-next] li').length")
                        .equals(5L));
        look("schedule-changed");
        browser.press("保存更改");
        browser.reads("已保存");
        api.post("backup/create");
        browser.visit("");
        browser.shows("[data-verdict=healthy]");
        look("overview-healthy");
    }

    @Test
    @Order(8)
    void administers() {
        addUser("vera", "VIEWER");
        browser.visit("settings");
        browser.reads("vera");
        look("settings");
        browser.press("重启服务器");
        look("maintenance-restart");
        browser.visit("activity");
        browser.reads("恢复");
        look("activity");
        browser.visit("activity?view=audit");
        browser.reads("添加用户");
        look("audit");
        signIn("vera");
        browser.visit("");
        browser.reads("您可查看备份，但无权创建。请联系管理员。");
        look("overview-viewer");
    }
}
