package mailserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.control.ControlRequest.QueueChange;
import mailserver.control.ControlRequest.QueueHops;
import mailserver.control.ControlRequest.QueuePause;
import mailserver.control.ControlRequest.QueueResume;
import mailserver.control.ControlRequest.Reload;
import mailserver.control.ControlRequest.Status;
import mailserver.control.ControlRequest.Stop;
import mailserver.mail.Address;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlSocketTest {
    @TempDir
    private Path folder;

    private Path socket;
    private Optional<ControlSocket> control = Optional.empty();

    @BeforeEach
    void path() {
        socket = folder.resolve("run/control");
    }

    @AfterEach
    void close() throws IOException {
        if (control.isPresent()) {
            control.get().close();
        }
    }

    private void start(ControlHandler handler) throws IOException {
        control = Optional.of(ControlSocket.start(socket, handler));
    }

    @Test
    void aRequestReadsBackAsItself() {
        var requests = Stream.concat(
                Stream.of(
                        new Stop(),
                        new Reload(),
                        new Status(),
                        new QueueHops(),
                        new QueuePause("a.lab"),
                        new QueueResume("[10.0.0.7]")),
                Stream.of(QueueOrder.values())
                        .flatMap(order -> Stream.of(
                                        new Selection.Id("1f3k9q0c2v2a0b"),
                                        new Selection.All(),
                                        new Selection.To("a.lab"),
                                        new Selection.Below("lab"),
                                        new Selection.From(
                                                Address.parse("\"a b\"@c.lab").orElseThrow()),
                                        new Selection.FromNobody())
                                .map(which -> new QueueChange(order, which))));
        requests.forEach(request -> assertEquals(Optional.of(request), ControlRequest.parse(request.line())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "stopp",
                "stop now",
                "queue-hold",
                "queue-hold --to a..b",
                "queue-hold --from",
                "queue-pause ../x",
                "queue-hold ../../etc/passwd",
                "queue-retry a b",
                "queue-remove a/b",
                "GET / HTTP/1.1"
            })
    void whatIsNoRequestIsAnError(String line) throws IOException {
        start(request -> ControlAnswer.ok());
        assertEquals("error not a request\n", say(line + "\n"));
    }

    @Test
    void aLineWithoutEndOrOverLongIsAnError() throws IOException {
        start(request -> ControlAnswer.ok());
        assertEquals("error not a request\n", say("stop"));
        assertEquals("error not a request\n", say("x".repeat(1500)));
        assertEquals("ok\n", say("status\n"));
    }

    @Test
    void theAnswerComesWithItsLines() throws IOException {
        start(request -> ControlAnswer.ok("one", "two\nstill two"));
        ControlAnswer answer = ask(new Status());
        assertEquals(ControlAnswer.ok("one", "two still two"), answer);
    }

    @Test
    void anErrorComesWithItsLinesToo() throws IOException {
        ControlAnswer error = ControlAnswer.error("no\nway", List.of("because"));
        start(request -> error);
        assertEquals(new ControlAnswer(Optional.of("no way"), List.of("because")), ask(new Reload()));
    }

    @Test
    void aHandlerThatFailsIsAnError() throws IOException {
        ControlHandler failing = request -> {
            throw new IOException("the disk is full");
        };
        start(failing);
        assertTrue(ask(new Stop()).error().orElseThrow().contains("the disk is full"));
    }

    @Test
    void nobodyElseMayAsk() throws IOException {
        start(request -> ControlAnswer.ok());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void whereNoServerIsNobodyAnswers() throws IOException {
        assertEquals(Optional.empty(), new ControlClient(socket).ask(new Status()));
    }

    @Test
    void theFileOfADeadServerIsNoServerAndIsReplaced() throws IOException {
        Files.createDirectories(socket.getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        assertEquals(Optional.empty(), new ControlClient(socket).ask(new Status()));
        start(request -> ControlAnswer.ok());
        assertEquals(ControlAnswer.ok(), ask(new Status()));
        close();
        assertFalse(Files.exists(socket));
    }

    @Test
    void aPathLongerThanTheKernelTakesWorks() throws IOException {
        socket = folder.resolve("a".repeat(120)).resolve("b".repeat(120)).resolve("control");
        start(request -> ControlAnswer.ok("here"));
        assertEquals(ControlAnswer.ok("here"), ask(new Status()));
        assertTrue(Files.exists(socket));
        close();
        assertFalse(Files.exists(socket));
        assertEquals(List.of(), linksHere());
    }

    @Test
    void aClientThatHangsBlocksNobodyAndIsCut() throws IOException {
        control = Optional.of(ControlSocket.start(socket, request -> ControlAnswer.ok(), Duration.ofSeconds(1)));
        try (SocketChannel hanging = connect()) {
            hanging.write(StandardCharsets.UTF_8.encode("sta"));
            assertEquals(ControlAnswer.ok(), ask(new Status()));
            int read = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> hanging.read(ByteBuffer.allocate(1)));
            assertEquals(-1, read);
        }
    }

    @Test
    void aServerThatHangsIsAnErrorNotAnEndlessWait() throws IOException {
        Files.createDirectories(socket.getParent());
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            var client = new ControlClient(socket, Duration.ofMillis(200));
            assertThrows(IOException.class, () -> client.ask(new Status()));
        }
    }

    private ControlAnswer ask(ControlRequest request) throws IOException {
        return new ControlClient(socket).ask(request).orElseThrow();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private String say(String text) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.shutdownOutput();
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The links in the temp folder that lead to our socket's folder. */
    private List<Path> linksHere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.resolve("run"))
                    .filter(Files::isSymbolicLink)
                    .filter(link -> leadsHere(link))
                    .toList();
        }
    }

    private boolean leadsHere(Path link) {
        try {
            return Files.readSymbolicLink(link).equals(socket.getParent());
        } catch (IOException e) {
            // Somebody else's, and gone.
            return false;
        }
    }
}
