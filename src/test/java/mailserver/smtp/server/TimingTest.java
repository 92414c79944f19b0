package mailserver.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.Timing;
import mailserver.smtp.Command;
import mailserver.smtp.CommandParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FUTURERELEASE, DELIVERBY and MT-PRIORITY at the door, whose clock stands at the epoch. */
class TimingTest {
    @Test
    void rfc4865_3_and_rfc2852_2_and_rfc6710_3_whom_we_trust_is_offered_them() throws IOException {
        try (var sessionFixture = new SessionFixture(true, SessionFixture.SETTINGS);
                var client = sessionFixture.dialogue()) {
            String offers = client.send("EHLO client.example").expectReply(250).toString();
            assertTrue(offers.contains("250-FUTURERELEASE 2678400 1970-02-01T00:00:00Z"), offers);
            assertTrue(offers.contains("250-DELIVERBY 1,"), offers);
            assertTrue(offers.contains("250-MT-PRIORITY,"), offers);
        }
    }

    @Test
    void strangers_are_neither_offered_nor_given_them() throws IOException {
        try (var sessionFixture = SessionFixture.open();
                var client = sessionFixture.dialogue()) {
            String offers = client.send("EHLO client.example").expectReply(250).toString();
            for (String keyword : new String[] {"FUTURERELEASE", "DELIVERBY", "MT-PRIORITY"}) {
                assertFalse(offers.contains(keyword), offers);
            }
            client.talk("""
                    C: MAIL FROM:<a@b.example> HOLDFOR=60
                    S: 555 5.5.4 Parameter not allowed
                    C: MAIL FROM:<a@b.example> BY=60;R
                    S: 555 5.5.4
                    C: MAIL FROM:<a@b.example> MT-PRIORITY=-1
                    S: 555 5.5.4
                    C: MAIL FROM:<a@b.example>
                    S: 250
                    """);
        }
    }

    @Test
    void what_is_agreed_to_stays_with_the_message() throws IOException {
        try (var sessionFixture = new SessionFixture(true, SessionFixture.SETTINGS);
                var client = sessionFixture.dialogue()) {
            client.talk("""
                    C: EHLO client.example
                    S: 250-mail.our.example
                    """);
            client.expectReply(250);
            client.talk("""
                    C: MAIL FROM:<a@b.example> holdfor=60 BY=+90;rt MT-priority=-3
                    S: 250
                    C: RCPT TO:<bob@our.example>
                    S: 250
                    C: DATA
                    S: 354
                    C: Subject: hi
                    C:
                    C: .
                    S: 250
                    """);
            SessionFixture.Taken taken = sessionFixture.taken().getFirst();
            var release = new FutureRelease(Instant.ofEpochSecond(60), "for;60");
            var deliverBy = new DeliverBy(Instant.ofEpochSecond(90), DeliverBy.Mode.RETURN, true);
            assertEquals(
                    new Timing(Optional.of(release), Optional.of(deliverBy), -3),
                    taken.envelope().parameters().timing());
            // RFC 6710 §7.
            assertTrue(taken.trace().contains("for <bob@our.example>\n\tPRIORITY -3;\n"), taken.trace());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDFOR=2678401",
                "HOLDFOR=999999999",
                "HOLDUNTIL=1970-02-01T00:00:00.000001Z",
                "HOLDUNTIL=9999-12-31T23:59:59Z",
                "HOLDFOR=60 BY=59;R",
                "HOLDUNTIL=1970-01-01T00:01:00Z BY=59;N"
            })
    void rfc4865_4_2_what_is_beyond_the_bounds_is_refused(String parameters) throws IOException {
        try (var sessionFixture = new SessionFixture(true, SessionFixture.SETTINGS);
                var client = sessionFixture.dialogue()) {
            client.send("MAIL FROM:<a@b.example> " + parameters).expect("501 5.5.4");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDFOR=2678400",
                "HOLDUNTIL=1970-02-01T00:00:00Z",
                "HOLDUNTIL=1969-07-20t20:17:40.5z",
                "HOLDFOR=60 BY=60;R",
                "BY=0;N",
                "BY=-999999999;NT",
                "BY=1;R",
                "MT-PRIORITY=9",
                "MT-PRIORITY=-9",
                "MT-PRIORITY=0"
            })
    void what_is_within_the_bounds_is_taken(String parameters) throws IOException {
        try (var sessionFixture = new SessionFixture(true, SessionFixture.SETTINGS);
                var client = sessionFixture.dialogue()) {
            client.send("MAIL FROM:<a@b.example> " + parameters).expect("250");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HOLDFOR
            HOLDFOR=
            HOLDFOR=0
            HOLDFOR=-1
            HOLDFOR=1.5
            HOLDFOR=1000000000
            HOLDFOR=1 HOLDFOR=1
            HOLDFOR=1 HOLDUNTIL=2026-03-01T10:15:30Z
            HOLDUNTIL=tomorrow
            HOLDUNTIL=2026-03-01
            HOLDUNTIL=2026-13-01T10:15:30Z
            HOLDUNTIL=2026-03-01T10:15:30
            HOLDUNTIL=2026-03-01T10:15:30+01:00
            BY=60
            BY=60;
            BY=60;X
            BY=60;T
            BY=60;NR
            BY=;R
            BY=0;R
            BY=-5;R
            BY=1234567890;R
            BY=60;R BY=60;R
            MT-PRIORITY=10
            MT-PRIORITY=-10
            MT-PRIORITY=+1
            MT-PRIORITY=01
            MT-PRIORITY=-0
            MT-PRIORITY=high
            MT-PRIORITY=1 MT-PRIORITY=1
            """)
    void wrong_parameters_have_an_answer(String parameters) {
        Command.Wrong wrong =
                assertInstanceOf(Command.Wrong.class, CommandParser.parse("MAIL FROM:<a@b.example> " + parameters));
        assertEquals("501 5.5.4", wrong.reply().code() + " " + wrong.reply().fullStatus());
    }
}
