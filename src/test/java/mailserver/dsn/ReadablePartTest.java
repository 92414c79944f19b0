package mailserver.dsn;

import static mailserver.dsn.Reports.BOB;
import static mailserver.dsn.Reports.NOW;
import static mailserver.dsn.Reports.NO_USER;
import static mailserver.dsn.Reports.named;
import static mailserver.dsn.Reports.recipient;
import static mailserver.dsn.Reports.unanswered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mailserver.mail.Address;
import mailserver.mail.Recipient;
import mailserver.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words that people read. */
class ReadablePartTest {
    private static final ReturnedContent WHOLE = new ReturnedContent(true, "Subject: hi\n\nHello.\n");

    @Test
    void aRefusalSaysWhatHappenedToWhomWhyAndWhatToDo() {
        String words = ReadablePart.of(Reports.of(new ReportAction.Refused(), recipient(BOB, NO_USER)), WHOLE);
        assertEquals("""
                This is the mail server at mail.home.lan.

                Your message was refused for the recipients below.
                It has not been delivered to them and will not be tried again.

                <bob@peer.lab>
                    mx.peer.lab said:
                    550-5.1.1 no such
                    550 5.1.1 user
                Nobody there has this address. Please look for a typing error before the @.

                Please check the address and what the other server said. When you can't
                tell what is wrong, forward this report to your postmaster.

                Your message arrived here on Sun, 1 Mar 2026 10:15:30 +0000
                and is called m1 in this server's log.
                It is attached.
                """, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            550-7.1   | You may not send
            552-3.4   | too large for that server
            452-2.2   | mailbox is full
            553-6.7   | letters beyond ASCII
            450-7.1   | This often ends by itself
            450-2.1   | did not take the message in the time
            550-9.9   |
            """)
    void aCodeThatPeopleMeetIsExplained(String code, String part) {
        String[] numbers = code.split("[-.]");
        Reply reply = Reply.of(
                Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]), "so");
        ReportAction reportAction = reply.isPermanent() ? new ReportAction.Refused() : new ReportAction.Expired();
        String below = ReadablePart.of(Reports.of(reportAction, recipient(BOB, reply)), WHOLE)
                .split(" so\n")[1];
        assertTrue(part == null ? below.startsWith("\n") : below.contains(part), below);
    }

    @Test
    void whatWasNeverAnsweredIsExplainedByWhatWentWrong() {
        String words = ReadablePart.of(Reports.of(new ReportAction.Delayed(NOW), unanswered(BOB)), WHOLE);
        assertTrue(words.contains("    this server: connection refused\nThe other server does not answer."), words);
        assertTrue(words.contains("goes on trying until\nFri, 6 Mar 2026 10:15:30 +0000."), words);
        words = ReadablePart.of(Reports.of(new ReportAction.Expired(), unanswered(BOB)), WHOLE);
        assertTrue(words.contains("The other server did not take the message in the time it had."), words);
    }

    @Test
    void goodNewsIsGood() {
        ReportedRecipient here = ReportedRecipient.here(Recipient.of(BOB), NOW);
        String delivered = ReadablePart.of(
                Reports.of(new ReportAction.Delivered(), here), new ReturnedContent(false, "Subject: hi\n"));
        assertTrue(delivered.contains("lies in the mailboxes of the recipients below"), delivered);
        assertTrue(delivered.contains("\n<bob@peer.lab>\n\nThere is nothing you need to do."), delivered);
        assertTrue(delivered.endsWith("Its header is attached.\n"), delivered);
        String expanded = ReadablePart.of(Reports.of(new ReportAction.Expanded(), here), WHOLE);
        assertTrue(expanded.contains("stands for several others"), expanded);
        String relayed = ReadablePart.of(
                Reports.of(new ReportAction.Relayed(), recipient(BOB, Reply.of(250, 0, 0, "queued as 7"))), WHOLE);
        assertTrue(relayed.contains("    mx.peer.lab said:\n    250 2.0.0 queued as 7\n\nThere is nothing"), relayed);
        assertTrue(relayed.contains("Those servers don't report deliveries"), relayed);
    }

    @Test
    void theAddressThatTheSenderWroteIsNamed() {
        ReportedRecipient forwarded = recipient(named(BOB, "rfc822;team@home.lan"), NO_USER);
        String words = ReadablePart.of(Reports.of(new ReportAction.Refused(), forwarded), WHOLE);
        assertTrue(words.contains("<bob@peer.lab>\n    to whom your message for <team@home.lan> was sent on\n"), words);
        for (String same :
                new String[] {"rfc822;BOB@peer.lab", "rfc822;a+0D+0Ab@c", "x400;/C+3Dde/", "utf-8;bob\\x{40}peer.lab"
                }) {
            words = ReadablePart.of(
                    Reports.of(new ReportAction.Refused(), recipient(named(BOB, same), NO_USER)), WHOLE);
            assertTrue(words.contains("<bob@peer.lab>\n    mx.peer.lab said:"), words);
        }
    }

    @Test
    void anInternationalDomainIsReadable() {
        var address = new Address("bob", "b\u00fccher.lab");
        String words = ReadablePart.of(Reports.of(new ReportAction.Refused(), recipient(address, NO_USER)), WHOLE);
        assertTrue(words.contains("<bob@xn--bcher-kva.lab>\n    which reads bob@b\u00fccher.lab\n"), words);
    }

    @Test
    void whatIsNotThereIsNotSaidToBeAttached() {
        String words = ReadablePart.of(
                Reports.of(new ReportAction.Expired(), unanswered(BOB)), new ReturnedContent(false, ""));
        assertFalse(words.contains("attached"), words);
    }
}
