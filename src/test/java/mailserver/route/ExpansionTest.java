package mailserver.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender wants to hear goes with its mail through the aliases: RFC 3461 §5.2.7. */
class ExpansionTest {
    private static final Address BOB = address("bob@our.example");
    private static final Address ALICE = address("alice@our.example");

    @TempDir
    private Path home;

    @Test
    void without_an_alias_everything_stays_as_the_sender_had_it() throws Exception {
        Recipient bob = recipient("bob+tag@our.example", "SUCCESS,DELAY", "rfc822;b@x");
        Recipient far = recipient("x@far.example", "NEVER", "rfc822;y@x");
        Recipient nobody = recipient("nobody@our.example", "FAILURE");
        Destinations all = router("").destinations(List.of(bob, far, nobody));
        assertEquals(Map.of(BOB, Set.of(bob)), all.mailboxes());
        assertEquals(List.of(far), all.remote());
        assertEquals(List.of(nobody), all.unknown());
        assertEquals(List.of(far, nobody), all.queued());
        assertEquals(List.of(), all.expanded());
    }

    @Test
    void rfc3461_5_2_7_2_an_alias_with_one_target_hands_all_of_it_on() throws Exception {
        Router router = router("""
                b@our.example: bob@our.example
                far@our.example: x@far.example
                """);
        Destinations all = router.destinations(
                List.of(recipient("b@our.example", "SUCCESS"), recipient("far@our.example", "NEVER", "rfc822;f@x")));
        assertEquals(
                Map.of(BOB, Set.of(recipient("bob@our.example", "SUCCESS", "rfc822;b@our.example"))), all.mailboxes());
        assertEquals(List.of(recipient("x@far.example", "NEVER", "rfc822;f@x")), all.remote());
        assertEquals(List.of(), all.expanded());
    }

    @Test
    void rfc3461_5_2_7_3_an_alias_with_several_targets_keeps_word_of_success() throws Exception {
        Router router = router("""
                team@our.example: bob@our.example, inner@our.example
                inner@our.example: alice@our.example, x@far.example
                """);
        Recipient team = recipient("team@our.example", "SUCCESS,FAILURE");
        Destinations all = router.destinations(List.of(team));
        String named = "rfc822;team@our.example";
        assertEquals(
                Map.of(
                        BOB, Set.of(recipient("bob@our.example", "FAILURE", named)),
                        ALICE, Set.of(recipient("alice@our.example", "FAILURE", named))),
                all.mailboxes());
        assertEquals(List.of(recipient("x@far.example", "FAILURE", named)), all.remote());
        assertEquals(List.of(team), all.expanded());
        Destinations only = router.destinations(List.of(recipient("inner@our.example", "SUCCESS")));
        assertEquals(Notify.NEVER, only.remote().getFirst().notices());
        Destinations plain = router.destinations(List.of(Recipient.of(address("inner@our.example"))));
        assertEquals(Notify.DEFAULT, plain.remote().getFirst().notices());
        assertEquals(List.of(), plain.expanded());
    }

    @Test
    void a_mailbox_reached_twice_knows_both_ways() throws Exception {
        Router router = router("b@our.example: bob@our.example\n");
        Recipient direct = recipient("bob@our.example", "NEVER");
        Destinations all = router.destinations(List.of(direct, recipient("b@our.example", "SUCCESS")));
        assertEquals(
                Map.of(BOB, Set.of(direct, recipient("bob@our.example", "SUCCESS", "rfc822;b@our.example"))),
                all.mailboxes());
    }

    @Test
    void an_address_elsewhere_reached_twice_is_told_of_as_either_wished() throws Exception {
        Router router = router("b@our.example: x@far.example\n");
        Destinations all = router.destinations(
                List.of(recipient("x@far.example", "DELAY"), recipient("b@our.example", "SUCCESS")));
        assertEquals(List.of(recipient("x@far.example", "SUCCESS,DELAY")), all.remote());
        // The sender named it itself, too: there is nothing more to say of the alias.
        all = router.destinations(List.of(recipient("b@our.example", "NEVER"), Recipient.of(address("x@far.example"))));
        assertEquals(List.of(recipient("x@far.example", "FAILURE,DELAY")), all.remote());
        all = router.destinations(
                List.of(Recipient.of(address("x@far.example")), Recipient.of(address("b@our.example"))));
        assertEquals(List.of(Recipient.of(address("x@far.example"))), all.remote());
    }

    @Test
    void an_alias_that_names_itself_means_the_account() throws Exception {
        Router router = router("""
                bob@our.example: team@our.example
                team@our.example: bob@our.example, alice@our.example
                """);
        Destinations all = router.destinations(List.of(recipient("bob@our.example", "SUCCESS")));
        assertEquals(Set.of(BOB, ALICE), all.mailboxes().keySet());
        assertEquals(1, all.expanded().size());
        assertEquals(address("team@our.example"), all.expanded().getFirst().address());
    }

    @Test
    void an_alias_met_twice_that_does_not_name_itself_never_means_an_account() throws Exception {
        Router router = router("""
                bob@our.example: alice@our.example
                all@our.example: bob@our.example, x@far.example
                """);
        Destinations all = router.destinations(List.of(Recipient.of(address("all@our.example")), Recipient.of(BOB)));
        assertEquals(Set.of(ALICE), all.mailboxes().keySet());
    }

    @Test
    void aliases_upon_aliases_do_not_multiply() throws Exception {
        var lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("a%d@our.example: b%d@our.example, c%d@our.example\n".formatted(i, i, i));
            lines.append("b%d@our.example: a%d@our.example\n".formatted(i, i + 1));
            lines.append("c%d@our.example: a%d@our.example\n".formatted(i, i + 1));
        }
        lines.append("a40@our.example: bob@our.example\n");
        Destinations all =
                router(lines.toString()).destinations(List.of(recipient("a0@our.example", "SUCCESS,FAILURE")));
        assertEquals(Set.of(BOB), all.mailboxes().keySet());
        assertEquals(1, all.expanded().size());
    }

    @Test
    void what_an_alias_adds_can_always_be_read_again() throws Exception {
        for (String name : List.of("\"a b+c=d\"", "\"j\u00f6 r\\\\g\"", "x\u200dy\u00e4", "+".repeat(60) + "\u00e4")) {
            Address alias = address(name + "@our.example");
            OriginalRecipient original = OriginalRecipient.of(alias);
            assertEquals(Optional.of(original), OriginalRecipient.parse(original.toString()));
        }
        assertTrue(OriginalRecipient.of(address("a\u00e4+\"@x".replace("\"", "")))
                .encoded()
                .contains("\\x{2B}"));
    }

    private Router router(String aliases) throws Exception {
        write("etc/mailserver.toml", """
                hostname = "mail.our.example"
                domains = ["our.example"]
                [peers]
                "far.example" = "127.0.0.1:25"
                """);
        write("etc/accounts", "bob@our.example:{PLAIN}x\nalice@our.example:{PLAIN}x\n");
        write("etc/aliases", aliases);
        Settings settings = Settings.load(new ServerFiles(home));
        return new Router(() -> settings);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve(name), text);
    }

    private static Recipient recipient(String address, String notify) {
        return Recipient.of(address(address)).with(Notify.parse(notify).orElseThrow());
    }

    private static Recipient recipient(String address, String notify, String original) {
        return new Recipient(
                address(address),
                Notify.parse(notify).orElseThrow(),
                Optional.of(OriginalRecipient.parse(original).orElseThrow()));
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
