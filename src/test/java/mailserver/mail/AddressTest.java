package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import mailserver.mail.AddressParser.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 5321 §4.1.2 with the UTF-8 of RFC 6531 §3.3. */
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
                "\"a@b\"@example.org",
                "\".a\"@b",
                "\"a..b\"@c",
                "\"\"@b",
                "a@[192.0.2.1]",
                "a@[IPv6:2001:db8::1]",
                "a@[x-net:q@z]",
                "j\u00f6rg@xn--mller-kva.example",
                "\u7528\u6237@example.org",
                "\ud83d\udce7@example.org",
                "\"\u0439 \u0439\"@example.org",
                "a@win_box"
            })
    void rfc5321_4_1_2_good_addresses_read_and_print_alike(String text) {
        assertEquals(text, Address.parse(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    "bob"@x                | bob@x
                    "b\\o\\b"@x            | bob@x
                    "a.b"@x                | a.b@x
                    "a\\ b"@x              | "a b"@x
                    "\\\\"@x               | "\\\\"@x
                    Bob@EXAMPLE.org        | Bob@example.org
                    bob@B\u00fccher.example | bob@xn--bcher-kva.example
                    bob@XN--BCHER-KVA.example | bob@xn--bcher-kva.example
                    """, delimiter = '|')
    void rfc5321_4_1_2_there_is_one_way_to_print_each_address(String text, String printed) {
        assertEquals(printed, Address.parse(text).orElseThrow().toString());
    }

    @Test
    void rfc1034_3_1_the_dot_of_the_root_is_dropped() {
        assertEquals("a@b.example", Address.parse("a@b.example.").orElseThrow().toString());
        assertEquals(
                "a@xn--bcher-kva.example",
                Address.parse("a@B\u00fccher.example.").orElseThrow().toString());
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
                "a@b.c..",
                "a@.",
                "\"a@b",
                "\"a\"b@c",
                "a\"b\"@c",
                "\"a\"\"b\"@c",
                "\"a\\",
                "\"a\\\"@b",
                "a@[",
                "a@[]",
                "a@]",
                "a@[192.0.2.1",
                "a@[192.0.2.1]b",
                "a\u0000@b",
                "a\n@b",
                "\"a\nb\"@c",
                "\"a\tb\"@c",
                "\"\\\u00e9\"@c",
                "a@b\r",
                "a@b\u0000",
                "a\u0085@b",
                "a@b>",
                "<a@b>",
                "../../etc@b@",
                "a@../b",
                "a@b/c"
            })
    void rfc5321_4_1_2_bad_addresses_are_none(String text) {
        assertEquals(Optional.empty(), Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\ufeff", "\ud800", "\udc00"
            })
    void rfc6531_3_3_what_breaks_or_turns_around_a_line_of_a_log_is_in_no_address(String harmful) {
        for (String text : List.of("a%sb@c", "\"a%sb\"@c", "a@b%sc.example", "%s@b", "a@b.example%s")) {
            assertEquals(Optional.empty(), Address.parse(text.formatted(harmful)), text);
        }
    }

    @Test
    void rfc6531_3_3_the_joiners_of_persian_and_emoji_are_in_local_parts() {
        assertTrue(Address.parse("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc@b").isPresent());
        assertTrue(Address.parse("\ud83d\udc69\u200d\ud83d\ude80@b").isPresent());
    }

    @Test
    void rfc5321_4_5_3_1_3_a_path_has_256_octets_with_its_brackets() {
        assertTrue(Address.parse("a".repeat(242) + "@example.org").isPresent(), "local parts may pass 64");
        assertEquals(Optional.empty(), Address.parse("a".repeat(243) + "@example.org"));
        assertTrue(Address.parse("\u00e9".repeat(121) + "@example.org").isPresent());
        assertEquals(Optional.empty(), Address.parse("\u00e9".repeat(121) + "a@example.org"), "octets, not characters");
        assertTrue(Address.parse("\"" + "\\a".repeat(242) + "\"@example.org").isPresent(), "as it is handed on");
    }

    @ParameterizedTest
    @CsvSource({
        "<a@b>, a@b, ''",
        "<a@b> SIZE=1, a@b, ' SIZE=1'",
        "<a@b>SIZE=1, a@b, 'SIZE=1'",
        "a@b, a@b, ''",
        "a@b SIZE=1, a@b, ' SIZE=1'",
        "'<@x.example,@y.example:a@b>', a@b, ''",
        "'<@[192.0.2.1]:a@b>', a@b, ''",
        "'<\"a>b\"@c> X', '\"a>b\"@c', ' X'",
    })
    void rfc5321_4_1_1_3_paths_have_brackets_and_may_have_a_route(String text, String address, String rest) {
        var expected = new Path(Address.parse(address), rest);
        assertEquals(Optional.of(expected), AddressParser.path(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a@b",
                "<<a@b>>",
                "<@x>",
                "<@x:>",
                "<@x,a@b>",
                "<@x@y:a@b>",
                "<x:a@b>",
                "< a@b>",
                "<a@b >",
                ">",
                "<",
                ""
            })
    void rfc5321_4_1_2_bad_paths_are_none(String text) {
        assertEquals(Optional.empty(), AddressParser.path(text));
    }

    @ParameterizedTest
    @CsvSource({
        "<Postmaster>, ''",
        "<postmaster>, ''",
        "<POSTMASTER> SIZE=1, ' SIZE=1'",
        "'<@x:postMASTER>', ''",
        "postmaster, ''",
        "PostMaster NOTIFY=NEVER, ' NOTIFY=NEVER'"
    })
    void rfc5321_4_1_1_3_the_postmaster_needs_no_domain_in_any_case(String text, String rest) {
        assertEquals(Optional.of(new Path(Optional.of(Address.POSTMASTER), rest)), AddressParser.path(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<postmasters>", "<postmaster", "postmaster,a", "<po\u017ftmaster>", "<root>"})
    void rfc5321_4_1_1_3_nobody_else_goes_without(String text) {
        assertEquals(Optional.empty(), AddressParser.path(text));
    }

    @Test
    void rfc5321_4_5_1_a_postmaster_with_a_domain_keeps_it() {
        Address there =
                AddressParser.path("<Postmaster@x>").flatMap(Path::address).orElseThrow();
        assertEquals("Postmaster@x", there.toString());
        assertTrue(there.isPostmaster() && Address.POSTMASTER.isPostmaster());
        assertFalse(new Address("po\u017ftmaster", "x").isPostmaster());
    }

    @Test
    void rfc5321_4_1_1_2_the_null_path_has_no_address() {
        assertEquals(Optional.of(new Path(Optional.empty(), " X")), AddressParser.path("<> X"));
    }

    @Test
    void rfc5321_2_4_domains_have_no_case_and_local_parts_keep_theirs() {
        Address bob = Address.parse("Bob@EXAMPLE.org").orElseThrow();
        assertEquals("Bob@example.org", bob.toString());
        assertEquals("bob@example.org", bob.folded());
        assertEquals("bob@x", new Address("bob+a+b", "x").withoutTag().toString());
    }

    @Test
    void rfc8265_3_3_accounts_compare_without_case_and_with_composed_letters() {
        Address composed = Address.parse("\u00c9mile@b").orElseThrow();
        Address decomposed = Address.parse("e\u0301mile@b").orElseThrow();
        assertEquals("\u00e9mile@b", composed.folded());
        assertEquals(composed.folded(), decomposed.folded());
        assertEquals("e\u0301mile@b", decomposed.toString(), "on the wire it stays as it was typed");
        assertNotEquals(
                new Address("a", "b").folded(), new Address("\u0430", "b").folded(), "a Cyrillic a is another letter");
    }

    @Test
    void rfc6531_3_2_only_local_parts_need_SMTPUTF8() {
        assertFalse(Address.parse("bob@b\u00fccher.example").orElseThrow().needsUtf8());
        assertTrue(Address.parse("b\u00f6b@example.org").orElseThrow().needsUtf8());
        assertEquals(
                "b\u00fccher.example",
                Address.parse("bob@xn--bcher-kva.example").orElseThrow().unicodeDomain());
    }

    @Test
    void an_address_is_never_made_with_what_is_no_domain() {
        assertThrows(IllegalArgumentException.class, () -> new Address("a", "b c"));
        assertEquals("xn--bcher-kva", new Address("a", "B\u00dccher").domain());
    }

    @Test
    void every_text_of_odd_characters_reads_as_it_prints() {
        String characters = "aA.+@\"\\<>[]:1-_ \u00e9\u0301\u00df\u3002xn\ud83d\ude80";
        var random = new Random(5321);
        int good = 0;
        for (int round = 0; round < 200_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            text.insert(random.nextInt(text.length()), '@');
            Optional<Address> read = Address.parse(text.toString());
            if (read.isPresent()) {
                good++;
                assertEquals(read, Address.parse(read.get().toString()), text::toString);
                String folded = read.get().folded();
                assertEquals(folded, Address.parse(folded).orElseThrow().folded(), text::toString);
            }
        }
        assertTrue(good > 1000, "the test sees addresses, too: " + good);
    }

    @Test
    void every_beginning_of_a_path_is_answered() {
        String path = "<@a.example,@[IPv6:::1]:\"q\\\"\u00e9 \"@[IPv6:1:2::3.4.5.6]> SIZE=1";
        assertTrue(AddressParser.path(path).isPresent());
        int end = path.indexOf('>');
        for (int i = 0; i <= end; i++) {
            assertEquals(Optional.empty(), AddressParser.path(path.substring(0, i)));
        }
    }
}
