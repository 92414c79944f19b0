package mailserver.cli.log;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tinylog.Level;

@Timeout(60)
class JournalWriterTest {
    /** What sd_journal_stream_fd(3) writes first for the name "mailserver", the priority "info" and lines with priorities. */
    private static final List<String> HEADER = List.of("mailserver", "", "6", "1", "0", "0", "0");

    @TempDir
    private Path folder;

    @Test
    void each_line_has_the_priority_of_its_level() throws Exception {
        try (var journald = new Journald(folder)) {
            JournalWriter writer = writer(journald.socket());
            writer.write(Entries.of(Level.ERROR, "a", null));
            writer.write(Entries.of(Level.WARN, "b", null));
            writer.write(Entries.of(Level.INFO, "service=server status=started (grüße)", null));
            writer.write(Entries.of(Level.DEBUG, "d", null));
            try (Sender sender = journald.accept()) {
                assertEquals(HEADER, sender.lines(HEADER.size()));
                assertEquals(
                        List.of("<3>msg=a", "<4>msg=b", "<6>service=server status=started (grüße)", "<7>msg=d"),
                        sender.lines(4));
                writer.write(Entries.info("the last one"));
                writer.close();
                assertEquals(List.of("<6>msg=\"the last one\""), sender.rest());
            }
        }
    }

    @Test
    void an_exception_is_a_line_for_each_of_its_lines() throws Exception {
        try (var journald = new Journald(folder)) {
            JournalWriter writer = writer(journald.socket());
            writer.write(Entries.of(Level.ERROR, "oh", new IllegalStateException("two\nlines")));
            try (Sender sender = journald.accept()) {
                writer.close();
                List<String> lines = sender.rest();
                assertEquals(
                        List.of("<3>msg=oh", "<3>java.lang.IllegalStateException: two", "<3>lines"),
                        lines.subList(HEADER.size(), HEADER.size() + 3));
                assertTrue(
                        lines.stream().skip(HEADER.size()).allMatch(line -> line.startsWith("<3>")), lines.toString());
            }
        }
    }

    @Test
    void a_journald_that_starts_again_is_found_and_hears_how_much_it_has_missed() throws Exception {
        JournalWriter writer;
        try (var journald = new Journald(folder)) {
            writer = writer(journald.socket());
            writer.write(Entries.info("before"));
            try (Sender sender = journald.accept()) {
                assertEquals("<6>msg=before", sender.lines(HEADER.size() + 1).getLast());
            }
        }
        writer.write(Entries.info("nobody"));
        writer.flush();
        writer.write(Entries.info("listens"));
        writer.flush();
        try (var journald = new Journald(folder)) {
            writer.write(Entries.info("after"));
            try (Sender sender = journald.accept()) {
                writer.close();
                List<String> lines = sender.rest();
                assertEquals(HEADER, lines.subList(0, HEADER.size()));
                assertEquals(
                        List.of("<4>msg=\"2 entries of the log are lost: there was no journald\"", "<6>msg=after"),
                        lines.subList(HEADER.size(), lines.size()));
            }
        }
    }

    @Test
    void a_stream_that_breaks_goes_on_as_another() throws Exception {
        try (var journald = new Journald(folder)) {
            JournalWriter writer = writer(journald.socket());
            writer.write(Entries.info("one"));
            try (Sender sender = journald.accept()) {
                assertEquals("<6>msg=one", sender.lines(HEADER.size() + 1).getLast());
            }
            writer.write(Entries.info("two"));
            writer.close();
            try (Sender sender = journald.accept()) {
                assertEquals("<6>msg=two", sender.rest().getLast());
            }
        }
    }

    @Test
    void it_is_there_where_somebody_listens() throws Exception {
        Path socket = folder.resolve("stdout");
        assertFalse(JournalStream.isThere(socket));
        try (var journald = new Journald(folder)) {
            assertTrue(JournalStream.isThere(journald.socket()));
        }
        // What a journald that was killed leaves behind.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertTrue(Files.exists(socket));
        assertFalse(JournalStream.isThere(socket));
    }

    @Test
    void standard_output_is_the_journal_only_where_both_are_the_same_file() throws Exception {
        Path out = Path.of("/proc/self/fd/1");
        String identity = Files.getAttribute(out, "unix:dev") + ":" + Files.getAttribute(out, "unix:ino");
        assertTrue(JournalStream.isStandardOutput(Map.of("JOURNAL_STREAM", identity)));
        assertFalse(JournalStream.isStandardOutput(Map.of("JOURNAL_STREAM", "8:1")));
        assertFalse(JournalStream.isStandardOutput(Map.of("JOURNAL_STREAM", "")));
        assertFalse(JournalStream.isStandardOutput(Map.of()));
    }

    @Test
    void the_journal_of_this_machine_has_the_line_with_name_and_priority() throws Exception {
        assumeTrue(JournalStream.isThere(JournalStream.SOCKET), "no journald here");
        String mark = UUID.randomUUID().toString();
        JournalWriter writer = writer(JournalStream.SOCKET);
        writer.write(Entries.of(Level.WARN, "service=test status=" + mark, null));
        writer.close();
        await().until(() -> journal(mark).contains("\"PRIORITY\":\"4\""));
        assertTrue(journal(mark).contains("\"MESSAGE\":\"service=test status=" + mark + "\""));
    }

    private static String journal(String mark) throws Exception {
        Process process = new ProcessBuilder("journalctl", "-t", "mailserver", "--grep", mark, "-o", "json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\" : \"", "\":\"");
    }

    private static JournalWriter writer(Path socket) {
        return new JournalWriter(Map.of("socket", socket.toString()));
    }

    /** Listens as journald does; where it ends, others find nobody. */
    private record Journald(Path socket, ServerSocketChannel listener) implements Closeable {
        Journald(Path folder) throws IOException {
            this(folder.resolve("stdout"), ServerSocketChannel.open(StandardProtocolFamily.UNIX));
            listener.bind(UnixDomainSocketAddress.of(socket));
        }

        Sender accept() throws IOException {
            return new Sender(listener.accept());
        }

        @Override
        public void close() throws IOException {
            listener.close();
            Files.delete(socket);
        }
    }

    /** Who has connected, and what it says. */
    private record Sender(SocketChannel channel, BufferedReader reader) implements Closeable {
        Sender(SocketChannel channel) {
            this(channel, new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)));
        }

        List<String> lines(int count) {
            return Stream.generate(this::line).limit(count).toList();
        }

        private String line() {
            try {
                return reader.readLine();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        List<String> rest() {
            return reader.lines().toList();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
