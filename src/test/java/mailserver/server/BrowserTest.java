package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import mailserver.Chromium;
import mailserver.TestServer;
import mailserver.wire.Transcript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another origin, open in a real browser on a trusted host, can send no mail and delete none. */
class BrowserTest {
    /** The three ways in which a page can send text of its own to another origin without asking it (the Fetch standard). */
    private static final String PAGE = """
        <!DOCTYPE html><meta charset="utf-8"><title>a page</title><body><script>
        const text = %s;
        const way = "%s";
        for (const url of %s) {
          if (way === "fetch") {
            fetch(url, {method: "POST", mode: "no-cors", body: text}).catch(() => {});
            continue;
          }
          const frame = document.createElement("iframe");
          frame.name = "to " + url;
          const form = document.createElement("form");
          form.action = url;
          form.method = "post";
          form.enctype = way;
          form.target = frame.name;
          const field = document.createElement("textarea");
          field.name = "x";
          field.value = text;
          form.append(field);
          document.body.append(frame, form);
          form.submit();
        }
        </script></body>
        """;

    private static final List<String> MAIL = List.of(
            "",
            "EHLO page.example",
            "MAIL FROM:<page@page.example>",
            "RCPT TO:<bob@our.example>",
            "DATA",
            "Subject: from a page",
            "",
            "text",
            ".",
            "USER bob@our.example",
            "PASS secret",
            "DELE 1",
            "QUIT",
            "");

    @TempDir
    Path home;

    private static String program;

    private final Map<String, List<String>> heard = new ConcurrentHashMap<>();
    private TestServer server;
    private HttpServer pages;

    @BeforeAll
    static void findTheBrowser() {
        program = Chromium.find();
    }

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(home, "our.example");
        server.close();
        server.start(ServerOptions.DEFAULT.withTranscripts(this::transcript));
        pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.start();
    }

    @AfterEach
    void stop() {
        pages.stop(0);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "text/plain", "multipart/form-data"})
    void a_web_page_sends_no_mail(String way) throws IOException {
        serve(way, "http", Service.SMTP, Service.SUBMISSION, Service.POP3);
        try (Chromium browser = Chromium.open(program, address(), home)) {
            for (Service service : List.of(Service.SMTP, Service.SUBMISSION, Service.POP3)) {
                wasShownTheDoor(service, browser);
            }
        }
        assertEquals(List.of(), server.mail("our.example", "bob"));
    }

    /** As if the browser knew our certificate. */
    @Test
    void a_web_page_sends_no_mail_over_tls() throws IOException {
        serve("fetch", "https", Service.SUBMISSIONS, Service.POP3S);
        try (Chromium browser = Chromium.open(program, address(), home, "--ignore-certificate-errors")) {
            wasShownTheDoor(Service.SUBMISSIONS, browser);
            wasShownTheDoor(Service.POP3S, browser);
        }
        assertEquals(List.of(), server.mail("our.example", "bob"));
    }

    private void wasShownTheDoor(Service service, Chromium browser) {
        List<String> lines = heard.computeIfAbsent(service.label(), label -> new CopyOnWriteArrayList<>());
        String last = service.isPop3() ? "S -ERR that is HTTP" : "S 421 4.7.0 that is HTTP";
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertTrue(browser.isAlive() || !lines.isEmpty(), this::browserLog);
            return lines.stream().anyMatch(line -> line.startsWith(last));
        });
        List<String> requests =
                lines.stream().filter(line -> line.startsWith("C ")).toList();
        assertEquals(
                List.of(),
                requests.stream()
                        .filter(line -> !line.startsWith("C POST / HTTP/1.1"))
                        .toList());
    }

    private String browserLog() {
        try {
            return "the browser has ended:\n" + Files.readString(home.resolve("chromium.log"));
        } catch (IOException e) {
            return "the browser has ended";
        }
    }

    /** What all sessions of a service said, in one list. */
    private Transcript transcript(String label) {
        List<String> lines = heard.computeIfAbsent(label.split(" ", 2)[0], service -> new CopyOnWriteArrayList<>());
        return new Transcript() {
            @Override
            public void received(String line) {
                lines.add("C " + line);
            }

            @Override
            public void sent(String line) {
                lines.add("S " + line);
            }
        };
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + pages.getAddress().getPort() + "/");
    }

    private void serve(String way, String scheme, Service... services) {
        String targets = Arrays.stream(services)
                .map(service -> server.server().addresses(service).getFirst().getPort())
                .map(port -> "\"" + scheme + "://127.0.0.1:" + port + "/\"")
                .collect(Collectors.joining(", ", "[", "]"));
        String text = MAIL.stream().collect(Collectors.joining("\\r\\n", "\"", "\""));
        byte[] page = PAGE.formatted(text, way, targets).getBytes(StandardCharsets.UTF_8);
        pages.createContext("/", exchange -> answer(exchange, page));
    }

    private static void answer(HttpExchange exchange, byte[] page) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }
}
