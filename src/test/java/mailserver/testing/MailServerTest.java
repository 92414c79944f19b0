package mailserver.testing;

import static mailserver.testing.Wanted.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Properties;
import mailserver.mailbox.ParsedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The kit as its users use it. */
class MailServerTest {
    @RegisterExtension
    static final MailServer mail = MailServer.withHttp();

    /** What a program under test does. */
    private static void send(String to, String subject, String text) throws Exception {
        var settings = new Properties();
        settings.put("mail.smtp.host", "localhost");
        settings.put("mail.smtp.port", String.valueOf(mail.smtpPort()));
        var message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("shop@shop.example"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject);
        message.setText(text);
        Transport.send(message);
    }

    @Test
    void waitsForAMessageAndReadsIt() throws Exception {
        String bob = mail.freshAddress();
        send(bob, "Your order", "Your code is 482913, see https://shop.example/o/1");
        ParsedMessage message =
                mail.await(to(bob).from("shop@").subject("ORDER").text("code"));
        assertEquals("482913", message.codes().getFirst());
        assertEquals("https://shop.example/o/1", message.links().getFirst());
        assertTrue(message.summary().file().startsWith(mail.home()));
        mail.assertNone(to(bob).subject("refund"));
        assertThrows(AssertionError.class, () -> mail.assertNone(to(bob)));
    }

    @Test
    void saysWhatCameInstead() throws Exception {
        String bob = mail.freshAddress();
        send(bob, "Hello", "x");
        mail.await(to(bob));
        var missed =
                assertThrows(AssertionError.class, () -> mail.await(to(bob).subject("Bye"), 1, Duration.ofMillis(50)));
        assertEquals(
                "a message to " + bob + " with subject \"Bye\" did not come within 50 ms\n"
                        + "  \"Hello\": subject is \"Hello\", which does not contain \"Bye\"",
                missed.getMessage());
    }

    @Test
    void everyAddressHasAMailboxAndAReset() throws Exception {
        String address = "any.one+tag@some.where.example";
        send(address, "one", "x");
        send(address, "two", "x");
        assertEquals(2, mail.await(to(address), 2, Duration.ofSeconds(10)).size());
        assertEquals("two", mail.messages(address).getLast().summary().subject());
        mail.reset();
        assertEquals(0, mail.messages(address).size());
    }

    @Test
    void isToBeHadOverHttpWithoutALogin() throws Exception {
        String bob = mail.freshAddress();
        send(bob, "over HTTP", "x");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(mail.http().resolve("/api/v1/mailboxes/" + bob + "/await?subject=http"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            assertTrue(response.body().startsWith("{\"total\":1,"));
        }
    }
}
