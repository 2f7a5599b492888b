package org.safeward.access.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PagePolicyTest {
    @Test
    void allowsNoInlineScriptByItself() {
        String policy = PagePolicy.of("<script type=\"module\" src=\"app.js\"></script>")
                .text();
        assertTrue(policy.contains("script-src 'self';"), policy);
    }

    @Test
    void allowsTheInlineScriptsOfThePageByTheirHash() {
        String policy =
                PagePolicy.of("<script type=\"importmap\">\r\n{}\n</script>").text();
        // printf '\n{}\n' | openssl dgst -sha256 -binary | base64
        assertTrue(policy.contains("script-src 'self' 'sha256-mStsuk6tXQZUQnBANrxib2jrZTl4uAW3mHJbbb97898=';"), policy);
    }
}
