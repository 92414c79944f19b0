package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mailserver.Cuts;
import mailserver.OddMessage;
import mailserver.OddMessages;
import mailserver.mail.DecodedMail;
import mailserver.mime.TransferEncoder.Into;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole collection of odd messages, both ways. */
class TransferEncoderTest {
    /** What Angus Mail refuses to read as it is, or, with the international message, doesn't decode. */
    private static final Set<String> UNREADABLE = Set.of(
            "only a closing delimiter",
            "no delimiter at all",
            "a boundary that begins another",
            "the same boundary within",
            "a boundary without its quotes",
            "parameters with faults",
            "comments in the type",
            "base64 with garbage",
            "an international message");

    /**
     * Where the header ends without an empty line is a matter of taste, and so is whether a digest has messages in it.
     * Angus has another one than RFC 5322 §2.2 and RFC 2046 §5.1.5.
     */
    private static final Set<String> DISPUTED = Set.of(
            "no header, and eight bits",
            "a byte order mark",
            "Latin-1 in the header",
            "a part without an empty line",
            "a digest");

    static List<OddMessage> messages() {
        return OddMessages.all();
    }

    static List<OddMessage> readable() {
        return messages().stream()
                .filter(message -> !UNREADABLE.contains(message.name()) && !DISPUTED.contains(message.name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void cut_anywhere_it_becomes_the_same(OddMessage message) throws Exception {
        for (Into into : Into.values()) {
            byte[] octets = into == Into.SEVEN_BIT ? message.stored() : message.sent();
            Converted whole = Converted.of(into, List.of(octets));
            for (int size : octets.length < 20_000 ? new int[] {1, 2, 3, 7, 4096, 4097} : new int[] {8191, 16384}) {
                assertEquals(whole, Converted.of(into, Cuts.every(size, octets)), "in pieces of " + size);
            }
            for (int at = 1; octets.length < 1000 && at < octets.length; at++) {
                assertEquals(whole, Converted.of(into, Cuts.at(at, octets)), "cut at " + at);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void RFC_3030_section_3_without_binary_parts_only_line_ends_change(OddMessage message) throws Exception {
        Converted converted = Converted.of(Into.EIGHT_BIT, List.of(message.sent()));
        assertEquals(new String(message.stored(), ISO_8859_1), converted.text());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void RFC_6152_section_3_bodies_become_short_lines_of_ASCII(OddMessage message) throws Exception {
        Converted converted = sevenBit(message);
        for (String line : converted.text().lines().toList()) {
            boolean fits = line.length() <= 998 && line.chars().allMatch(c -> c > 0 && c < 128);
            boolean inHeader = line.matches("(Subject|From|Content-Type): .*");
            assertTrue(fits || inHeader || converted.eightBitLeft(), line);
        }
    }

    @ParameterizedTest
    @MethodSource("readable")
    void RFC_6152_section_3_a_mail_program_reads_the_same(OddMessage message) throws Exception {
        assertEquals(
                DecodedMail.leaves(message.stored()),
                DecodedMail.leaves(sevenBit(message).octets()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void RFC_6152_section_3_what_is_7bit_stays_as_it_is(OddMessage message) throws Exception {
        Converted once = sevenBit(message);
        Converted twice = Converted.of(Into.SEVEN_BIT, List.of(once.octets()));
        assertEquals(once, twice);
    }

    @Test
    void RFC_6152_section_3_it_says_what_could_not_be_encoded() throws Exception {
        var left = new HashSet<String>();
        for (OddMessage message : messages()) {
            if (sevenBit(message).eightBitLeft()) {
                left.add(message.name());
            }
        }
        assertEquals(
                Set.of(
                        "a boundary of 300",
                        "a multipart without a boundary",
                        "a multipart with an empty boundary",
                        "part of a message",
                        "an external body",
                        "a report",
                        "something signed"),
                left);
    }

    private static Converted sevenBit(OddMessage message) throws IOException {
        return Converted.of(Into.SEVEN_BIT, List.of(message.stored()));
    }
}
