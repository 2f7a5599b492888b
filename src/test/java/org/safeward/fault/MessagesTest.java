package org.safeward.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both languages are complete and say the same things. */
class MessagesTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)}");
    private static final Pattern LONE_QUOTE = Pattern.compile("(?<!')(?:'')*'(?!')");

    private final Properties chinese = load("messages_zh.properties");
    private final Properties english = load("messages_en.properties");

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertEquals(new TreeSet<>(chinese.stringPropertyNames()), new TreeSet<>(english.stringPropertyNames()));
    }

    @Test
    void everyCodeHasAMessageAndAHintAndNoOtherKeyLooksLikeOne() {
        Set<String> expected = Stream.concat(Arrays.stream(ErrorCode.values()), Arrays.stream(WarningCode.values()))
                .flatMap(code -> Stream.of(code + ".message", code + ".hint"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = chinese.stringPropertyNames().stream()
                .filter(key -> key.contains("."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
    }

    @Test
    void everyReasonHasATextAndNoOtherKeyLooksLikeOne() {
        Set<String> expected =
                Arrays.stream(ReasonCode.values()).map(ReasonCode::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = chinese.stringPropertyNames().stream()
                .filter(key -> key.startsWith("WHY_"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(expected, found);
    }

    @Test
    void aReasonIsInTheLanguageOfTheFaultThatItStandsIn() {
        Reason both = Reason.of(ReasonCode.WHY_NO_CREATEDB).and(Reason.of(ReasonCode.WHY_NOT_OWNER, "public.t"));
        Fault fault = Fault.kept(ErrorCode.PARTS_IMPOSSIBLE, new Fault(ErrorCode.PARTS_IMPOSSIBLE, both).arguments());
        assertEquals("此处不能只恢复部分表：该角色无权创建数据库（CREATEDB）；该角色不是 public.t 的所有者", Messages.CHINESE.message(fault));
        assertEquals(
                "Single tables cannot be restored here: the role may not create databases (CREATEDB); the role does not own public.t",
                Messages.ENGLISH.message(fault));
    }

    /** Each inside the next one would double the length of what is written of it. */
    @Test
    void asManyReasonsAsThereAreStandOneBehindTheOther() {
        List<Reason> all = IntStream.range(0, 2000)
                .mapToObj(i -> Reason.of(ReasonCode.WHY_NO_COLUMN, "\"" + i))
                .toList();
        Fault fault = new Fault(
                ErrorCode.PARTS_DIFFER, "t", Reason.all(all.subList(0, 3)).orElseThrow());
        assertEquals(
                "The live table t is no longer the one that was backed up: it has no column \"0; it has no column \"1; it has no column \"2",
                Messages.ENGLISH.message(Fault.kept(fault.code(), fault.arguments())));
        assertTrue(
                Messages.CHINESE.message(fault).endsWith("没有列 \"0；没有列 \"1；没有列 \"2"), Messages.CHINESE.message(fault));
        Reason reason = Reason.all(all).orElseThrow();
        assertTrue(Reason.kept(reason).length() < 300_000);
        assertTrue(reason.toString().endsWith("; it has no column \"1999"));
        assertEquals(Optional.of(all.get(7)), Reason.all(all.subList(7, 8)));
        assertEquals(Optional.empty(), Reason.all(List.of()));
    }

    @Test
    void bothLanguagesUseTheSamePlaceholders() {
        for (String key : chinese.stringPropertyNames()) {
            assertEquals(placeholders(chinese.getProperty(key)), placeholders(english.getProperty(key)), key);
        }
    }

    @Test
    void everyPatternParsesAndQuotesNothingByAccident() {
        for (Properties texts : List.of(chinese, english)) {
            for (String key : texts.stringPropertyNames()) {
                String pattern = texts.getProperty(key);
                assertFalse(pattern.isBlank(), key);
                assertFalse(LONE_QUOTE.matcher(pattern).find(), key + ": a single quote is written twice");
                String[] words = {"<0>", "<1>", "<2>", "<3>"};
                String text = new MessageFormat(pattern).format(words);
                for (String number : placeholders(pattern)) {
                    assertTrue(text.contains("<" + number + ">"), key + ": " + text);
                }
            }
        }
    }

    @Test
    void argumentsAreShownAsTheyAre() {
        Fault fault = new Fault(ErrorCode.RECORD_NOT_FOUND, 1234567);
        assertTrue(Messages.CHINESE.hint(fault).contains("1234567"));
        assertTrue(Messages.ENGLISH.hint(fault).contains("1234567"));
    }

    /** A reason inside a reason, as a catalog gives it back: nobody reads half a sentence in another language. */
    @Test
    void aFaultInAFaultIsInTheSameLanguage() {
        Fault damaged = new Fault(ErrorCode.BACKUP_DAMAGED, "a\u001fb\u001b1");
        Fault unverified = new Fault(damaged, ErrorCode.VERIFY_FAILED, damaged);
        Fault outer = new Fault(unverified, ErrorCode.SAFETY_BACKUP_FAILED, unverified);
        for (Messages language : Messages.values()) {
            String inner = language.message(ErrorCode.BACKUP_DAMAGED, List.of("a\u001fb\u001b1"));
            String middle = language.message(ErrorCode.VERIFY_FAILED, List.of(inner));
            String whole = language.message(ErrorCode.SAFETY_BACKUP_FAILED, List.of(middle));
            assertEquals(whole, language.message(Fault.kept(outer.code(), List.copyOf(outer.arguments()))));
        }
    }

    /** Rows of a catalog that an older version wrote: BACKUP_DAMAGED in VERIFY_FAILED, with separators and escapes. */
    @Test
    void aFaultInAFaultThatAnOlderVersionKeptIsUnderstood() {
        String kept = "\u0001VERIFY_FAILED\u001f\u0001BACKUP_DAMAGED\u001b1a\u001b01b\u001b001";
        Fault damaged = new Fault(ErrorCode.BACKUP_DAMAGED, "a\u001fb\u001b1");
        Fault now = new Fault(ErrorCode.SAFETY_BACKUP_FAILED, new Fault(ErrorCode.VERIFY_FAILED, damaged));
        for (Messages language : Messages.values()) {
            assertEquals(
                    language.message(now), language.message(Fault.kept(ErrorCode.SAFETY_BACKUP_FAILED, List.of(kept))));
            assertFalse(language.message(now).contains("VERIFY_FAILED"));
        }
    }

    @Test
    void aTextFromOutsideIsNeverTakenForAFault() {
        String kept = new Fault(ErrorCode.VERIFY_FAILED, new Fault(ErrorCode.FILE_EMPTY, "x"))
                .arguments()
                .get(0);
        String text = Messages.ENGLISH.message(new Fault(ErrorCode.VERIFY_FAILED, "\u0001" + kept));
        assertTrue(text.endsWith(": " + kept.substring(1)), text);
        assertTrue(Messages.ENGLISH.text("CHECK_SAFETY", kept).contains(kept));
    }

    @Test
    void aWarningIsToldByItsObjectAndArguments() {
        Warning warning = Warning.of(WarningCode.OBJECT_NOT_RESTORABLE, "index x", "no function f");
        assertEquals("index x cannot be restored: no function f", Messages.ENGLISH.message(warning));
        assertTrue(Messages.CHINESE.hint(warning).contains("index x"));
    }

    @Test
    void aWarningThatThisVersionDoesNotKnowIsShownAsItIs() {
        Warning later = new Warning("SOME_LATER_CODE", "table t", List.of("x"));
        assertEquals("SOME_LATER_CODE: table t, x", Messages.ENGLISH.message(later));
        assertEquals("", Messages.ENGLISH.hint(later));
    }

    @Test
    void anInnerFaultThatThisVersionDoesNotKnowIsShownAsItIs() {
        String older = "\u0001SOME_LATER_CODE\u001fx";
        String now = "\u0001{\"code\":\"SOME_LATER_CODE\",\"arguments\":[\"x\"]}";
        for (String unknown : List.of(older, now)) {
            assertTrue(Messages.ENGLISH
                    .message(ErrorCode.VERIFY_FAILED, List.of(unknown))
                    .endsWith(unknown));
        }
    }

    @Test
    void theContractsMessagesAreItsOwnWords() {
        assertEquals("备份任务正在运行中", Messages.CHINESE.message(new Fault(ErrorCode.BACKUP_RUNNING, 1)));
        assertEquals("备份任务正在运行中，无法删除", Messages.CHINESE.message(new Fault(ErrorCode.RECORD_IN_USE, 1)));
        assertEquals("仅支持.sql和.zip格式的备份文件", Messages.CHINESE.message(new Fault(ErrorCode.UPLOAD_WRONG_TYPE, "a")));
        assertEquals("备份创建成功", Messages.CHINESE.text("BACKUP_CREATED"));
        assertEquals("备份已删除", Messages.CHINESE.text("BACKUP_DELETED"));
        assertEquals("数据恢复成功", Messages.CHINESE.text("RESTORE_DONE"));
        assertEquals("配置已更新", Messages.CHINESE.text("CONFIG_UPDATED"));
        assertEquals("已发送取消信号", Messages.CHINESE.text("CANCEL_SENT"));
        assertEquals("没有正在运行的备份任务", Messages.CHINESE.text("NOTHING_RUNNING"));
        assertEquals("手动备份", Messages.CHINESE.text("REASON_REQUEST"));
    }

    private static Set<String> placeholders(String pattern) {
        return PLACEHOLDER
                .matcher(pattern)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties load(String name) {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(Messages.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }
}
