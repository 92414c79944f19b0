package mailserver.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismTest {
    private static final String HASH = "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5";
    private static final String KEYS = "{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    private static String offered(boolean passwords, String... secrets) {
        var credentials = new TestCredentials();
        for (String secret : secrets) {
            credentials.with("user" + secret.hashCode(), secret);
        }
        return Mechanism.offered(credentials, passwords).toString();
    }

    @Test
    void withoutProtectionNoPasswordIsAskedFor() {
        assertEquals("[SCRAM-SHA-256, PLAIN, LOGIN]", offered(true, KEYS, HASH));
        assertEquals("[SCRAM-SHA-256]", offered(false, KEYS, HASH));
    }

    @Test
    void scramIsOfferedWhereItCanSucceed() {
        assertEquals("[PLAIN, LOGIN]", offered(true, HASH));
        assertEquals("[]", offered(false, HASH));
        assertEquals("[SCRAM-SHA-256]", offered(false, HASH, "{PLAIN}secret"));
    }

    @Test
    void isNamedInAnyCase() {
        assertEquals(Optional.of(Mechanism.SCRAM_SHA_256), Mechanism.named("scram-sha-256"));
        assertEquals(Optional.of(Mechanism.LOGIN), Mechanism.named("LOGIN"));
        for (String unknown : List.of("", "SCRAM-SHA-256-PLUS", "SCRAM_SHA_256", "CRAM-MD5", "PLA\u0131N")) {
            assertEquals(Optional.empty(), Mechanism.named(unknown), unknown);
        }
    }

    @Test
    void rfc4954_4_responsesAreInBase64() {
        assertArrayEquals(new byte[] {'a', 0}, data(Response.parse("YQA=")));
        assertArrayEquals(new byte[] {'a', 0}, data(Response.initial("YQA=")));
        assertArrayEquals(new byte[0], data(Response.parse("")));
        assertArrayEquals(new byte[0], data(Response.initial("=")));
        assertInstanceOf(Response.Cancelled.class, Response.parse("*"));
        assertEquals("YQA=", Response.encode(new byte[] {'a', 0}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "Y", "YQ=", "YQ==YQ==", " YQ==", "Y-Q=", "YQ==\u00e4", "**"})
    void rfc4954_4_whatIsNotBase64(String line) {
        assertInstanceOf(Response.Malformed.class, Response.parse(line));
    }

    @Test
    void rfc4954_4_nobodyCancelsBeforeItBegins() {
        assertInstanceOf(Response.Malformed.class, Response.initial("*"));
    }

    private static byte[] data(Response response) {
        return assertInstanceOf(Response.Data.class, response).octets();
    }
}
