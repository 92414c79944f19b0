package mailserver.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import mailserver.config.file.BadValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {
    private static final String HASH = Passwords.hash("secret");

    @ParameterizedTest
    @CsvSource({
        ":quota=1G, 1073741824",
        "::::::quota=500m, 524288000",
        ":1000:1000:Bob:/home/bob::quota=10KiB, 10240",
        "::::::userdb_quota_rule=*:storage=2G x=y, 2147483648",
        "::::::userdb_quota_rule=*:storage=2048, 2097152",
        "::::::userdb_quota_rule=*:storage=2048B, 2048",
        "::::::userdb_quota_rule=*:storage=0, 9223372036854775807",
        ":quota=1234, 1234",
        ":quota=unlimited, 9223372036854775807",
        ":quota=0, 9223372036854775807"
    })
    void it_stands_behind_the_hash(String fields, long octets) throws Exception {
        assertEquals(
                Optional.of(octets),
                AccountLine.parse("bob@lan.example:" + HASH + fields)
                        .orElseThrow()
                        .quota());
        Account account = AccountLine.parse("bob@lan.example:" + HASH + fields).orElseThrow();
        assertEquals(Optional.of(account), AccountLine.parse(AccountLine.of(account)));
    }

    @Test
    void what_is_no_size_is_a_fault_and_another_password_keeps_it() throws Exception {
        BadValueException e = assertThrows(
                BadValueException.class, () -> AccountLine.parse("bob@lan.example:" + HASH + ":quota=much"));
        assertEquals(
                "bob@lan.example: \"quota=much\" is not a size such as quota=1G (K, M, G, T), or quota=unlimited",
                e.getMessage());
        assertEquals(
                Optional.empty(),
                AccountLine.parse("bob@lan.example:" + HASH).orElseThrow().quota());
        String line = AccountLine.withSecret("bob@lan.example:" + HASH + ":quota=1G", Secret.parse(HASH));
        assertEquals("bob@lan.example:" + HASH + ":quota=1G", line);
    }
}
