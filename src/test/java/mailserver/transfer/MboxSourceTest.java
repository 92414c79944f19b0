package mailserver.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.care.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MboxSourceTest {
    private static final String FROM = "From ann@lan.example Mon Jun  3 11:05:30 2024 +0200\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void messages_end_where_the_next_one_begins(String lineEnd) throws Exception {
        String mbox = FROM + "Subject: one\n\nHello\n\n\nBye\n\n" + FROM + "Subject: two\n\n\n" + FROM
                + "Subject: three\n\nend";
        assertEquals(
                List.of("Subject: one\n\nHello\n\n\nBye\n", "Subject: two\n\n", "Subject: three\n\nend"),
                read(mbox.replace("\n", lineEnd)).texts());
    }

    @Test
    void quoted_from_lines_lose_one_mark() throws Exception {
        String body = ">From here\n>>From there\n> From a reply\n>Frome\n";
        assertEquals(
                List.of("Subject: x\n\nFrom here\n>From there\n> From a reply\n>Frome\n"),
                read(FROM + "Subject: x\n\n" + body).texts());
    }

    @Test
    void a_line_that_only_looks_like_the_beginning_of_a_message_is_text() throws Exception {
        String text = "Subject: x\n\nFrom now on all is well.\n\nFrom Monday on, too\n";
        assertEquals(List.of(text), read(FROM + text + "\n").texts());
    }

    @Test
    void a_content_length_that_is_true_counts_and_then_nothing_is_quoted() throws Exception {
        String body = "\n" + FROM + "Subject: forwarded\n>From me\n\n";
        String mbox = FROM + "Subject: one\nContent-Length: " + body.length() + "\nLines: 5\n\n" + body + "\n" + FROM
                + "Subject: two\n\nb\n";
        assertEquals(
                List.of("Subject: one\n\n" + body, "Subject: two\n\nb\n"),
                read(mbox).texts());
    }

    @Test
    void a_content_length_may_stand_beside_quotes() throws Exception {
        String body = "Hello\n\n>From me\n";
        String mbox = FROM + "Content-Length: " + body.length() + "\nSubject: one\n\n" + body + "\n" + FROM
                + "Subject: two\n\n";
        assertEquals(
                List.of("Subject: one\n\nHello\n\nFrom me\n", "Subject: two\n\n"),
                read(mbox).texts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "7", "99999", "999999999999999", "-1", "many"})
    void a_content_length_that_is_wrong_counts_for_nothing(String length) throws Exception {
        String mbox =
                FROM + "Subject: one\nContent-Length: " + length + "\n\nHello you\n\n" + FROM + "Subject: two\n\nb\n";
        assertEquals(
                List.of("Subject: one\n\nHello you\n", "Subject: two\n\nb\n"),
                read(mbox).texts());
    }

    @Test
    void dates_stand_in_the_from_line() throws Exception {
        for (String from : List.of(
                "From ann@lan.example Mon Jun  3 09:05:30 2024 +0000",
                "From - Mon Jun 03 09:05:30 2024 -0000",
                "From \"ann a\"@lan.example  Mon Jun  3 05:05:30 EDT 2024",
                "From 1234567890@xxx Mon Jun 03 11:05:30 +0200 2024",
                "From ann Mon Jun  3 09:05:30 GMT 2024 remote from elsewhere")) {
            Taken taken = read(from + "\nSubject: x\n\n");
            assertEquals(
                    "Optional[2024-06-03T09:05:30Z]",
                    taken.messages().getFirst().found().came().toString(),
                    from);
        }
    }

    @Test
    void the_state_of_a_message_becomes_its_flags_and_leaves_its_header() throws Exception {
        Taken taken = read(FROM + "Status: RO\nX-Status: AF\nX-UID: 7\nSubject: a\n\n\n"
                + FROM
                + "X-Mozilla-Status: 1003\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys:       \n \nSubject: b\n\n\n"
                + FROM + "Status: O\nSubject: c\n\n\n"
                + FROM + "Subject: d\n\n\n"
                + FROM + "X-Mozilla-Status: 0009\nSubject: deleted\n\n\n"
                + FROM + "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\n\n");
        assertEquals(List.of("Subject: a\n\n", "Subject: b\n\n", "Subject: c\n\n", "Subject: d\n\n"), taken.texts());
        assertEquals(
                List.of("SRF", "SRP", "", ""),
                taken.messages().stream().map(one -> one.found().flags()).toList());
        assertTrue(taken.messages().get(2).found().seen());
        assertFalse(taken.messages().get(3).found().seen());
    }

    @Test
    void long_lines_and_large_headers_are_passed_on() throws Exception {
        String text = "Subject: " + "x".repeat(200_000) + "\n\n" + "y".repeat(300_000) + "\n" + "z".repeat(65_536)
                + "\n\nend\n";
        assertEquals(List.of(text, text), read(FROM + text + "\n" + FROM + text).texts());
    }

    @Test
    void octets_are_octets() throws Exception {
        String text = "Subject: Gr\u00fc\u00dfe\n\n\u0000\u00ff\u0080 \r and \t\n";
        assertEquals(List.of(text), read(FROM + text).texts());
    }

    @Test
    void a_folder_of_them_is_read_but_not_what_lies_beside() throws Exception {
        Files.writeString(folder.resolve("Inbox"), FROM + "Subject: one\n\n\n");
        Files.writeString(folder.resolve("Inbox.msf"), "// <!-- <mdb:mork:z v=\"1.4\"/> -->");
        Files.createDirectory(folder.resolve("Inbox.sbd"));
        Files.writeString(folder.resolve("Inbox.sbd/Work"), FROM + "Subject: two\n\n\n");
        var taken = new Taken();
        MboxSource.of(folder).read(taken, Progress.silent());
        assertEquals(List.of("Subject: one\n\n", "Subject: two\n\n"), taken.texts());
    }

    @Test
    void what_is_no_mbox_is_said_so() throws Exception {
        Path file = Files.writeString(folder.resolve("x"), "Subject: one\n\nHello\n");
        IOException e = assertThrows(IOException.class, () -> MboxSource.of(file));
        assertEquals(file + " is no mbox: it doesn't begin with a From line", e.getMessage());
    }

    private Taken read(String mbox) throws IOException {
        Path file = Files.writeString(folder.resolve("mbox"), mbox, StandardCharsets.ISO_8859_1);
        var taken = new Taken();
        MboxSource.of(file).read(taken, Progress.silent());
        return taken;
    }
}
