package mailserver.queue.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.config.value.HostPort;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.mail.Xtext;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every entry survives its text; no damaged text passes for an entry. */
class EntryTextTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:15:30.123456Z");
    private static final String TEXT = """
            Id: 1f3k9q0c
            Arrived: 2026-03-01T10:15:30.123456Z
            Sender: <ann@home.lan>
            Body: 8BITMIME
            Held: no
            Delay-Noticed: yes
            Client: mail.lab [10.0.0.7]
            Recipients: 2
            Recipient: <bob@peer.lab>
            Status: trying
            Tries: 2
            Next-Try: 2026-03-01T10:18:05Z
            Last-Try: 2026-03-01T10:16:05Z
            Last-Hop: fd00::7 25
            Last-Reply: 450-4.2.1 the mailbox:
            Last-Reply: 450-4.2.1\s
            Last-Reply: 450 4.2.1  is busy
            Last-Error: connection reset
            Recipient: <"o d d"@peer.lab>
            Status: waiting
            Tries: 0
            Next-Try: 2026-03-01T10:15:30Z
            """;

    @Test
    void theTextIsWhatThePageSays() throws Exception {
        QueueEntry entry = EntryText.parse(TEXT);
        assertEquals(new Address("o d d", "peer.lab"), entry.recipients().get(1).address());
        RecipientState bob = entry.recipients().getFirst();
        assertEquals(
                Reply.of(450, 2, 1, "the mailbox:", "", " is busy"),
                bob.lastReply().orElseThrow());
        assertEquals(new HostPort("fd00::7", 25), bob.lastHop().orElseThrow());
        assertTrue(entry.delayNoticed());
        assertEquals(TEXT, EntryText.format(entry));
    }

    @ParameterizedTest
    @EnumSource(RecipientState.Status.class)
    void everyStateComesBack(RecipientState.Status status) throws Exception {
        var state = new RecipientState(
                Recipient.of(new Address("j\u00f6rg", "peer.lab")),
                status,
                7,
                ARRIVED,
                Optional.of(ARRIVED),
                Optional.empty(),
                Optional.of(Reply.plain(421, "5.1.1x odd", "\tkept \u001b")),
                "no route");
        var entry =
                new QueueEntry("a1", ARRIVED, ReversePath.NULL, MailParameters.NONE, true, false, "", List.of(state));
        assertEquals(entry, EntryText.parse(EntryText.format(entry)));
    }

    @Test
    void whatTheSenderAskedForIsKept() throws Exception {
        String text = TEXT.replace("Body: 8BITMIME\n", """
                        Body: BINARYMIME
                        Smtputf8: yes
                        Ret: HDRS
                        Envid: QQ+0D+0A+3D
                        Requiretls: yes
                        Release: 2026-03-01T11:15:30Z until;2026-03-01T11:15:30Z
                        Deliver-By: 2026-03-01T12:15:30.500Z NT
                        Priority: -3
                        """)
                .replace("Delay-Noticed: yes\n", "Delay-Noticed: yes\nLate-Noticed: yes\n")
                // No try comes before the release.
                .replace("Next-Try: 2026-03-01T10:18:05Z", "Next-Try: 2026-03-01T11:15:30Z")
                .replace("Next-Try: 2026-03-01T10:15:30Z", "Next-Try: 2026-03-01T11:15:30Z")
                .replace("Recipient: <bob@peer.lab>\n", """
                        Recipient: <bob@peer.lab>
                        Notify: SUCCESS,DELAY
                        Orcpt: rfc822;team+2Bx@home.lan
                        """)
                .replace("Recipient: <\"o d d\"@peer.lab>\n", """
                        Recipient: <"o d d"@peer.lab>
                        Notify: NEVER
                        Orcpt: utf-8;j\u00f6rg@home.lan
                        """);
        QueueEntry entry = EntryText.parse(text);
        assertEquals(
                new MailParameters(
                                Body.BINARY, true, Optional.of(MailParameters.Return.HDRS), Xtext.parse("QQ+0D+0A+3D"))
                        .requiringTls(true)
                        .timed(new Timing(
                                FutureRelease.parse("2026-03-01T11:15:30Z until;2026-03-01T11:15:30Z"),
                                DeliverBy.parse("2026-03-01T12:15:30.500Z NT"),
                                -3)),
                entry.parameters());
        assertTrue(entry.lateNoticed());
        Recipient bob = entry.recipients().getFirst().recipient();
        assertEquals(Notify.parse("DELAY,SUCCESS").orElseThrow(), bob.notices());
        assertEquals(OriginalRecipient.parse("rfc822;team+2Bx@home.lan"), bob.original());
        assertEquals(Notify.NEVER, entry.recipients().get(1).recipient().notices());
        assertEquals(text, EntryText.format(entry));
        assertFalse(EntryText.parse(text.replace("Smtputf8: yes", "Smtputf8: no"))
                .parameters()
                .utf8());
    }

    @Test
    void anEntryOfBeforeThereWereSuchThingsAsksForNothing() throws Exception {
        QueueEntry entry = EntryText.parse(TEXT);
        assertEquals(MailParameters.of(Body.EIGHT_BIT), entry.parameters());
        assertEquals(
                Recipient.of(new Address("bob", "peer.lab")),
                entry.recipients().getFirst().recipient());
    }

    @Test
    void textFromOutsideStaysOnItsLine() throws Exception {
        var reply = Reply.plain(450, "a\nHeld: yes", "b\u2028c\rd");
        RecipientState state = RecipientState.waiting(Recipient.of(new Address("bob", "peer.lab")), ARRIVED)
                .met(Optional.of(reply), "x\nStatus: lost");
        var entry = new QueueEntry(
                "a1", ARRIVED, ReversePath.NULL, MailParameters.NONE, false, false, "me\nHeld: yes", List.of(state));
        QueueEntry back = EntryText.parse(EntryText.format(entry));
        assertEquals(entry, back);
        assertEquals("x Status: lost", back.recipients().getFirst().lastError());
        assertTrue(state.met(Optional.of(Reply.plain(999, "?")), "").lastReply().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Held: no                    | Held: maybe             | line 5: Held is not yes or no
                    Held: no                    | Helt: no                | line 5: unknown key
                    Held: no                    | Held no                 | line 5: not "Key: value"
                    Held: no                    | Held:no                 | line 5: no space
                    Held: no                    | Body: 7BIT              | line 5: Body stands here twice
                    Held: no                    | Tries: 1                | line 5: unknown key
                    Id: 1f3k9q0c                | Id: ../etc              | line 1: Id is not a message id
                    Id: 1f3k9q0c                | Client: x               | Client stands here twice
                    10:15:30.123456Z            | yesterday               | line 2: Arrived is not a time
                    Sender: <ann@home.lan>      | Sender: ann@home.lan    | line 3: Sender is not a path
                    Sender: <ann@home.lan>      | Sender: <ann@home.lan>x | line 3: Sender is not a path
                    Body: 8BITMIME              | Body: BINARY            | line 4: Body is not
                    Held: no                    | Smtputf8: maybe         | line 5: Smtputf8 is not yes or no
                    Held: no                    | Ret: ALL                | line 5: Ret is not FULL or HDRS
                    Held: no                    | Requiretls: maybe       | line 5: Requiretls is not yes or no
                    Client: mail.lab [10.0.0.7] | Late-Noticed: maybe     | line 7: Late-Noticed is not yes or no
                    Held: no                    | Release: soon for;1     | line 5: Release is not a time and
                    Held: no                    | Deliver-By: soon R      | line 5: Deliver-By is not a time and
                    Held: no                    | Priority: 10            | line 5: Priority is not a number from
                    Held: no                    | Envid: a=b              | line 5: Envid is not xtext
                    Tries: 2                    | Notify: ALWAYS          | line 11: Notify is not NEVER or events
                    Tries: 2                    | Orcpt: bob@peer.lab     | line 11: Orcpt is not a type and an address
                    Tries: 2                    | Orcpt: rfc822;a b       | line 11: Orcpt is not a type and an address
                    Recipients: 2               | Recipients: 3           | it should have 3 recipients
                    Recipients: 2               | Recipients: -1          | line 8: Recipients is not a count
                    Recipient: <bob@peer.lab>   | Recipient: <>           | line 9: Recipient is not an address
                    <"o d d"@peer.lab>          | <bob@peer.lab>          | twice
                    Status: trying              | Status: busy            | line 10: Status is not a status
                    Status: waiting             | Status: trying          | line 20: a try that never began
                    Tries: 2                    | Tries: many             | line 11: Tries is not a count
                    Next-Try: 2026-03-01T10:18  | Next-Try: 2026-13-01T10 | line 12: Next-Try is not a time
                    Last-Hop: fd00::7 25        | Last-Hop: fd00::7       | line 14: Last-Hop is not
                    Last-Hop: fd00::7 25        | Last-Hop: host 65536    | line 14: Last-Hop is not
                    Last-Reply: 450-4.2.1 the   | Last-Reply: 450 4.2.1 t | line 17: Last-Reply is not a reply
                    Last-Reply: 450 4.2.1  is   | Last-Reply: 450-4.2.1 i | line 17: Last-Reply is not a reply
                    Last-Reply: 450 4.2.1  is   | Last-Reply: what?       | line 17: Last-Reply is not a reply
                    """)
    void everyFaultIsNamed(String good, String bad, String complaint) {
        var e = assertThrows(MalformedEntryException.class, () -> EntryText.parse(TEXT.replace(good, bad)));
        assertTrue(e.getMessage().contains(complaint), e.getMessage());
    }

    @Test
    void aFileThatWasCutIsNoEntry() throws Exception {
        for (int length = 0; length < TEXT.length(); length++) {
            String cut = TEXT.substring(0, length);
            assertThrows(MalformedEntryException.class, () -> EntryText.parse(cut), cut);
        }
    }

    @Test
    void whatAPersonLeavesOutIsAssumed() throws Exception {
        QueueEntry entry = EntryText.parse("""
                # by hand

                Sender: <ann@home.lan>
                Recipient: <bob@peer.lab>
                Recipient: <carol@peer.lab>
                Status: delivered
                """, "hello", ARRIVED);
        assertEquals("hello", entry.id());
        assertEquals(ARRIVED, entry.arrived());
        assertEquals(MailParameters.of(Body.EIGHT_BIT), entry.parameters());
        assertFalse(entry.held());
        assertFalse(entry.delayNoticed());
        RecipientState bob = entry.recipients().getFirst();
        assertEquals(RecipientState.waiting(Recipient.of(new Address("bob", "peer.lab")), ARRIVED), bob);
        assertFalse(entry.recipients().get(1).isOpen());
        assertEquals(entry, EntryText.parse(EntryText.format(entry)));
    }

    @Test
    void whoSaysHowManyThereAreMustSayAllOfEach() {
        String text = "Sender: <ann@home.lan>\nRecipients: 1\nRecipient: <bob@peer.lab>\n";
        var e = assertThrows(MalformedEntryException.class, () -> EntryText.parse(text, "hello", ARRIVED));
        assertEquals("line 3: Status is missing in the block that begins here", e.getMessage());
    }

    @Test
    void somebodyMustSendItToSomebody() {
        for (String text : List.of("", "Sender: <>\n", "Recipient: <bob@peer.lab>\n", "Recipients: 0\nSender: <>\n")) {
            assertThrows(MalformedEntryException.class, () -> EntryText.parse(text, "hello", ARRIVED), text);
        }
    }

    @Test
    void everyNeededLineIsMissed() {
        List<String> assumed = List.of("Body", "Held", "Delay-Noticed", "Recipients", "Client", "Last-");
        for (String line : TEXT.lines().toList()) {
            if (assumed.stream().noneMatch(line::startsWith)) {
                String without = TEXT.replaceFirst("(?m)^" + Pattern.quote(line) + "\n", "");
                assertThrows(MalformedEntryException.class, () -> EntryText.parse(without), without);
            }
        }
    }
}
