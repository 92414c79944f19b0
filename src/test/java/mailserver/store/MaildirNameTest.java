package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import mailserver.mail.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaildirNameTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @Test
    void reads_what_it_has_written() {
        String fileName = MaildirName.fresh("1700000000.M42P7Q3.mail.lan", new Content(Path.of("x"), 100, 110, DIGEST));
        MaildirName name = MaildirName.parse(fileName + ":2,FS");

        assertEquals("1700000000.M42P7Q3.mail.lan,S=100,W=110,H=" + DIGEST, fileName);
        assertEquals(fileName, name.base());
        assertEquals(1700000000, name.seconds());
        assertEquals(42, name.micros());
        assertEquals(OptionalLong.of(100), name.bytes());
        assertEquals(OptionalLong.of(110), name.wireBytes());
        assertEquals(Optional.of(DIGEST), name.sha256());
        assertEquals("FS", name.flags());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ",",
                ":2,",
                "letter.txt",
                "S=5",
                "1.M.x,S=,W=,H=",
                "1.x,S=-5,W=5x,H=abc",
                "1.x,S=99999999999999999999",
                "99999999999999999999999.M99999999999999999999P.x",
                "1.x:2,S,S=5",
                "1.x,S=,S=5,W=x,W=5,H=,H=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "Ж.M.,S=５"
            })
    void takes_any_name_and_believes_no_nonsense(String fileName) {
        MaildirName name = MaildirName.parse(fileName);
        assertEquals(OptionalLong.empty(), name.bytes());
        assertEquals(OptionalLong.empty(), name.wireBytes());
        assertEquals(Optional.empty(), name.sha256());
    }

    @Test
    void knows_the_names_of_other_programs() {
        MaildirName dovecot = MaildirName.parse("1700000001.M123456P99.host,S=2048,W=2100:2,RS");
        assertEquals(123456, dovecot.micros());
        assertEquals(OptionalLong.of(2048), dovecot.bytes());
        MaildirName postfix = MaildirName.parse("1700000001.V801I2aM98765.host");
        assertEquals(98765, postfix.micros());
        MaildirName mutt = MaildirName.parse("1700000001.R12345.host:2,");
        assertEquals(0, mutt.micros());
    }

    @Test
    void tells_a_time_that_never_runs_over() {
        List<String> inOrder = List.of(
                "no-number",
                "9.M5P1Q1.h",
                "9.M8000000.h",
                "10.M7P1Q1.h",
                "10.M70P1Q1.h",
                "10.M100P1Q1.h",
                "11.x",
                "999999999999999999.M999999999999999999.x");
        List<Long> times =
                inOrder.stream().map(MaildirName::parse).map(MaildirName::time).toList();
        assertEquals(times.stream().distinct().sorted().toList(), times);
    }

    @Test
    void fresh_names_are_unique_and_sort_in_the_order_they_were_made() {
        Instant now = Instant.ofEpochSecond(1_700_000_000, 999_999_000);
        var names = new MaildirNames(() -> now, "a/b:c,d");
        List<String> made = Stream.generate(names::next).limit(1000).toList();

        assertTrue(made.getFirst().matches("1700000000\\.M999999P\\d+Q1\\.a\\\\057b\\\\072c\\\\054d"), made.getFirst());
        assertTrue(made.get(1).startsWith("1700000001.M0P"), made.get(1));
        assertEquals(
                made,
                made.stream()
                        .map(MaildirName::parse)
                        .sorted(Comparator.comparingLong(MaildirName::time))
                        .map(MaildirName::fileName)
                        .toList());
    }
}
