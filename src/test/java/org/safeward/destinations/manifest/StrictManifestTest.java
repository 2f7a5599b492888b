package org.safeward.destinations.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is refused before anybody asks who has signed it: unsigned files, which everybody can write. */
class StrictManifestTest {
    private static final String FILE_NAME = CopyManifest.fileName(Samples.COPY);

    private final String unsigned = unsigned();

    @Test
    void theFileThatTheOthersAreMadeFromIsRead() {
        assertEquals(
                Samples.manifest(),
                SignedManifest.read(Samples.bytes(unsigned), FILE_NAME).manifest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{'|'{\"name\":\"x\",'",
                "'{'|'{\"extra\":1,'",
                "'\"size\":7'|'\"size\":7e0'",
                "'\"size\":7'|'\"size\":7.0'",
                "'\"size\":7'|'\"size\":-7'",
                "'\"size\":7'|'\"size\":\"7\"'",
                "'\"size\":7'|'\"size\":null'",
                "'\"size\":7'|'\"size\":9223372036854775808'",
                "'\"size\":7'|'\"size\":1e999999999'",
                "'\"size\":7'|'\"size\":07'",
                "'\"format\":1'|'\"format\":0'",
                "'\"format\":1'|'\"format\":true'",
                "'\"format\":1,'|''",
                "'\"database\":\"default\"'|'\"database\":\"../x\"'",
                "'\"database\":\"default\"'|'\"database\":{}'",
                "'\"created_at\":\"2026'|'\"created_at\":\"+99999999999'",
                "'\"details\":{'|'\"details_age\":\"AA==\",\"details\":{'",
                "'\"details\":{'|'\"details\":[],\"x\":{'",
                "'\"tables\":['|'\"tables\":[null,'",
                "'\"details\":{\"encoding\"'|'\"details\":{\"a\":null,\"encoding\"'",
                "'\"installation\":\"'|'\"installation\":\"00'",
                "'\"origin\":\"schedule\"'|'\"origin\":\"<b>\"'",
                "'}}'|'}} x'",
                "'{\"format\"'|'/* c */ {\"format\"'",
                "'{\"format\"'|'{format'"
            })
    void whatIsNotOfItsFormIsRefused(String of, String by) {
        assertEquals(unsigned.contains(of), true, of);
        refused(unsigned.replace(of, by), ErrorCode.COPY_MANIFEST_INVALID);
    }

    @Test
    void aLaterFormatIsNamedAsSuchWhateverItsMembersAre() {
        refused("{\"format\":2,\"anything\":[{}]}", ErrorCode.COPY_MANIFEST_TOO_NEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\\\\b", ".hidden", "", "a\\u0000b", "\\ud800"})
    void noNameLeavesItsFolder(String name) {
        refused(unsigned.replace(Samples.COPY, name), ErrorCode.COPY_MANIFEST_INVALID);
        refused(
                unsigned.replace("\"file_name\":\"backup_20260203.sql.zip\"", "\"file_name\":\"" + name + "\""),
                ErrorCode.COPY_MANIFEST_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "{\"format\":1}", "\u0000", "{", "{\"a\":"})
    void whatIsNoneIsRefused(String file) {
        refused(file, ErrorCode.COPY_MANIFEST_INVALID);
    }

    /** A few bytes of text are hundreds in memory. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "\"\""})
    void theNumberOfValuesIsBounded(String value) {
        String many = (value + ',').repeat((9 << 20) / (value.length() + 1)) + value;
        Fault fault = assertThrows(
                Fault.class, () -> SignedManifest.read(Samples.bytes("{\"x\":[" + many + "]}"), FILE_NAME));
        assertEquals("too many values", fault.arguments().get(1));
    }

    @Test
    void depthAndSizeAreBounded() {
        refused("{\"a\":" + "[".repeat(1_000_000), ErrorCode.COPY_MANIFEST_INVALID);
        refused(" ".repeat(SignedManifest.MOST_BYTES + 1), ErrorCode.COPY_MANIFEST_INVALID);
        Fault fault = assertThrows(
                Fault.class,
                () -> SignedManifest.read(
                        unsigned.replace("Ørder", "\u00ff").getBytes(StandardCharsets.ISO_8859_1), FILE_NAME));
        assertEquals(ErrorCode.COPY_MANIFEST_INVALID, fault.code());
    }

    @Test
    void theNamesOfCopyAndManifestBelongTogether() {
        assertEquals(Optional.of(Samples.COPY), CopyManifest.copyOf(FILE_NAME));
        assertEquals(Optional.empty(), CopyManifest.copyOf(Samples.COPY));
        assertEquals(Optional.empty(), CopyManifest.copyOf(".manifest.json"));
        assertThrows(IllegalArgumentException.class, () -> CopyManifest.fileName("x".repeat(190)));
    }

    private static String unsigned() {
        String file = Samples.file(SignedManifest.write(Samples.manifest(), InstallationKey.create()));
        return file.substring(0, file.lastIndexOf(",\"signature\"")) + "}";
    }

    private static void refused(String file, ErrorCode code) {
        Fault fault = assertThrows(Fault.class, () -> SignedManifest.read(Samples.bytes(file), FILE_NAME), () -> file);
        assertEquals(code, fault.code(), file);
    }
}
