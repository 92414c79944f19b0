package mailserver.smtp.client;

import static mailserver.smtp.client.Sending.ANN;
import static mailserver.smtp.client.Sending.BJOERN;
import static mailserver.smtp.client.Sending.BOB;
import static mailserver.smtp.client.Sending.CYD;
import static mailserver.smtp.client.Sending.SENDER;
import static mailserver.smtp.client.Sending.TEXT;
import static mailserver.smtp.client.Sending.deliver;
import static mailserver.smtp.client.Sending.reportsToo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Xtext;
import mailserver.smtp.ScriptedPeer;
import mailserver.smtp.ScriptedPeer.Fault;
import org.junit.jupiter.api.Test;

/** DSN: who reports what, RFC 3461. */
class SmtpClientDsnTest {
    private static final MailParameters ASKED =
            new MailParameters(Body.SEVEN_BIT, false, Optional.of(MailParameters.Return.HDRS), Xtext.parse("Q+2B1;x"));

    private static final Recipient ALL_OF_IT = new Recipient(
            ANN, Notify.parse("success,delay").orElseThrow(), OriginalRecipient.parse("rfc822;Ann+2BX@Old.example"));

    private static final Recipient NEVER = Recipient.of(BOB).with(Notify.NEVER);
    private static final Recipient NOTHING = Recipient.of(CYD);

    @Test
    void rfc3461_5_2_1_what_the_sender_asked_for_is_handed_on() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("DSN", "SIZE", "8BITMIME"))) {
            DeliveryResult delivery = deliver(peer, envelope(ALL_OF_IT, NEVER, NOTHING), TEXT);
            assertEquals(
                    List.of(
                            "MAIL FROM:<me@here.example> SIZE=25 RET=HDRS ENVID=Q+2B1;x",
                            "RCPT TO:<ann@peer.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Ann+2BX@Old.example",
                            "RCPT TO:<bob@peer.example> NOTIFY=NEVER",
                            "RCPT TO:<cyd@peer.example>"),
                    peer.heard().subList(1, 5));
            // Of these it is up to the peer to tell, or not to tell.
            assertEquals(Optional.of(true), reportsToo(delivery, ANN));
            assertEquals(Optional.of(true), reportsToo(delivery, BOB));
            assertEquals(Optional.of(true), reportsToo(delivery, CYD));
        }
    }

    @Test
    void rfc3461_5_2_1_nothing_is_added_for_a_sender_who_asked_for_nothing() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("DSN"))) {
            deliver(peer, ANN);
            assertEquals(
                    List.of("MAIL FROM:<me@here.example>", "RCPT TO:<ann@peer.example>"),
                    peer.heard().subList(1, 3));
        }
    }

    @Test
    void rfc3461_5_2_2_a_peer_without_it_gets_none_of_it_and_the_report_is_ours() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("PIPELINING"))) {
            DeliveryResult delivery = deliver(peer, envelope(ALL_OF_IT, NEVER), TEXT);
            assertEquals(
                    List.of("MAIL FROM:<me@here.example>", "RCPT TO:<ann@peer.example>", "RCPT TO:<bob@peer.example>"),
                    peer.heard().subList(1, 4));
            assertEquals(Optional.of(false), reportsToo(delivery, ANN));
            assertEquals(Optional.of(false), reportsToo(delivery, BOB));
        }
    }

    @Test
    void rfc3461_4_a_peer_that_knows_only_HELO_gets_none_of_it() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("DSN"), new Fault.Answer("EHLO", "500 what?"))) {
            DeliveryResult delivery = deliver(peer, envelope(ALL_OF_IT), TEXT);
            assertEquals("RCPT TO:<ann@peer.example>", peer.heard().get(3));
            assertEquals(Optional.of(false), reportsToo(delivery, ANN));
        }
    }

    @Test
    void rfc3461_5_2_1_each_recipient_keeps_what_is_its_own_when_one_is_refused() throws IOException {
        try (var peer = ScriptedPeer.start(List.of("DSN"), new Fault.Answer("RCPT TO:<bob@", "550 5.1.1 never"))) {
            DeliveryResult delivery = deliver(peer, envelope(ALL_OF_IT, NEVER), TEXT);
            assertEquals(Optional.of(true), reportsToo(delivery, ANN));
            assertEquals(Optional.empty(), reportsToo(delivery, BOB));
        }
    }

    @Test
    void rfc6533_3_an_original_recipient_in_UTF8_is_spelled_in_ASCII_where_SMTPUTF8_is_not_used() throws IOException {
        var forwarded = new Recipient(ANN, Notify.DEFAULT, OriginalRecipient.parse("utf-8;jörg\\x{2B}東@old.example"));
        var international = new Recipient(BJOERN, Notify.DEFAULT, forwarded.original());
        for (List<String> offers : List.of(List.of("DSN"), List.of("DSN", "SMTPUTF8", "8BITMIME"))) {
            try (var peer = ScriptedPeer.start(offers)) {
                deliver(peer, envelope(forwarded), TEXT);
                assertEquals(
                        "RCPT TO:<ann@peer.example> ORCPT=utf-8;j\\x{F6}rg\\x{2B}\\x{6771}@old.example",
                        peer.heard().get(2));
            }
        }
        try (var peer = ScriptedPeer.start(List.of("DSN", "SMTPUTF8", "8BITMIME"))) {
            deliver(peer, envelope(international), TEXT);
            assertEquals(
                    "RCPT TO:<björn@peer.example> ORCPT=utf-8;jörg\\x{2B}東@old.example",
                    peer.heard().get(2));
        }
    }

    @Test
    void rfc3461_6_2_a_report_asks_for_none_about_itself() throws IOException {
        var report = new Envelope("id", ReversePath.NULL, List.of(NEVER), MailParameters.NONE);
        try (var peer = ScriptedPeer.start(List.of("DSN"))) {
            deliver(peer, report, TEXT);
            assertEquals(
                    List.of("MAIL FROM:<>", "RCPT TO:<bob@peer.example> NOTIFY=NEVER"),
                    peer.heard().subList(1, 3));
        }
    }

    private static Envelope envelope(Recipient... recipients) {
        return new Envelope("id", SENDER, List.of(recipients), ASKED);
    }
}
