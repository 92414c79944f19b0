package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import mailserver.mail.AddressParser.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 5321 §4.1.2. */
class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "user+tag@example.org",
                "a.b.c@x-y.example",
                "!#$%&'*+-/=?^_`{|}~@example.org",
                "\"two words\"@example.org",
                "\"a\\\"b\\\\c\"@example.org",
                "a@[192.0.2.1]",
                "a@[ipv6:2001:db8::1]",
                "j\u00f6rg@m\u00fcller.example",
                "a@win_box"
            })
    void good_addresses_read_and_print_alike(String text) {
        assertEquals(text, Address.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@b",
                "a@",
                "a@b@c",
                "a..b@c",
                ".a@b",
                "a.@b",
                "a b@c",
                "a@b c",
                "a@-b",
                "a@b-",
                "a@.b",
                "a@b..c",
                "a@b.",
                "\"a@b",
                "\"\"@b",
                "a@[",
                "a@[]",
                "a\u0000@b",
                "a\n@b",
                "\"a\nb\"@c",
                "a@b\r",
                "a\u0085@b",
                "a@b>",
                "<a@b>",
                "../../etc@b@",
                "a@../b",
                "a@b/c"
            })
    void bad_addresses_are_none(String text) {
        assertEquals(Optional.empty(), Address.parse(text));
    }

    @Test
    void an_address_of_300_characters_is_none() {
        assertTrue(Address.parse("a".repeat(242) + "@example.org").isPresent());
        assertEquals(Optional.empty(), Address.parse("a".repeat(243) + "@example.org"));
        assertEquals(Optional.empty(), Address.parse("a@" + "b".repeat(64)), "a label has 63");
    }

    @ParameterizedTest
    @CsvSource({
        "<a@b>, a@b, ''",
        "<a@b> SIZE=1, a@b, ' SIZE=1'",
        "a@b, a@b, ''",
        "'<@x.example,@y.example:a@b>', a@b, ''",
        "<Postmaster>, postmaster, ''"
    })
    void paths_have_brackets_and_may_have_a_route(String text, String address, String rest) {
        var expected = new Path(
                Optional.of(
                        address.equals("postmaster")
                                ? Address.POSTMASTER
                                : Address.parse(address).orElseThrow()),
                rest);
        assertEquals(Optional.of(expected), AddressParser.path(text));
    }

    @Test
    void the_null_path_has_no_address() {
        assertEquals(Optional.of(new Path(Optional.empty(), "")), AddressParser.path("<>"));
    }

    @Test
    void domains_have_no_case_and_local_parts_keep_theirs() {
        assertEquals(
                "Bob@example.org",
                Address.parse("Bob@EXAMPLE.org").orElseThrow().toString());
        assertEquals(
                "bob@example.org",
                Address.parse("Bob@EXAMPLE.org").orElseThrow().folded());
        assertEquals("bob@x", new Address("bob+a+b", "x").withoutTag().toString());
    }
}
