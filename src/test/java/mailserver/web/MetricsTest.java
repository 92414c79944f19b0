package mailserver.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    @TempDir
    private Path home;

    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String metrics() {
        return server.send(server.request("/metrics")).body();
    }

    @Test
    void countsWhatHappens() {
        assertTrue(metrics().contains("\nmailserver_messages_received_total 0\n"));
        server.deliver("bob", "Subject: one\n\nx");
        server.post(HttpServer.POSTMASTER, "/api/v1/messages", "{\"to\":[\"x@far.example\"]}");
        server.post(HttpServer.POSTMASTER, "/api/v1/messages", "{\"to\":[\"nobody@lan.example\"]}");
        await().until(() -> metrics().contains("\nmailserver_hops_down 1\n"));
        String metrics = metrics();
        assertTrue(metrics.contains("\nmailserver_messages_received_total 2\n"), metrics);
        assertTrue(metrics.contains("\nmailserver_messages_delivered_total 1\n"), metrics);
        assertTrue(metrics.contains("\nmailserver_messages_deferred_total 1\n"), metrics);
        assertTrue(metrics.contains("\nmailserver_messages_refused_total 1\n"), metrics);
        assertTrue(metrics.contains("\nmailserver_queue_messages 1\n"), metrics);
        assertTrue(metrics.contains("\nmailserver_sessions{protocol=\"pop3\"} 0\n"), metrics);
    }

    @Test
    void isWhatPrometheusReads() {
        for (String line : metrics().lines().toList()) {
            assertTrue(
                    line.matches(
                            "# HELP [a-z_]+ .+|# TYPE [a-z_]+ (counter|gauge)|[a-z_]+(\\{[a-z]+=\"[^\"]*\"})? \\d+"),
                    line);
        }
    }

    @Test
    void theDashboardAsksForNothingElse() throws Exception {
        Matcher asked =
                Pattern.compile("mailserver_[a-z_]+").matcher(Files.readString(Path.of("etc/grafana/mailserver.json")));
        String metrics = metrics();
        int count = 0;
        while (asked.find()) {
            assertTrue(metrics.contains("\n" + asked.group()), asked.group());
            count++;
        }
        assertTrue(count > 10);
    }
}
