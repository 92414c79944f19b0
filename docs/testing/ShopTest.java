import static mailserver.testing.Wanted.to;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import mailserver.testing.MailServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopTest {
    @RegisterExtension
    static final MailServer mail = MailServer.create();

    /** What is tested: a shop that confirms an order. */
    static void order(int smtpPort, String customer) throws Exception {
        var settings = new Properties();
        settings.put("mail.smtp.host", "localhost");
        settings.put("mail.smtp.port", String.valueOf(smtpPort));
        var message = new MimeMessage(Session.getInstance(settings));
        message.setFrom("shop@shop.example");
        message.setRecipients(Message.RecipientType.TO, customer);
        message.setSubject("Your order");
        message.setText("Thank you! Your code is 482913: https://shop.example/order/1");
        Transport.send(message);
    }

    @Test
    void anOrderIsConfirmed() throws Exception {
        order(mail.smtpPort(), "bob@customer.example");
        var message = mail.await(to("bob@customer.example").subject("order"));
        assertEquals("482913", message.codes().getFirst());
        mail.assertNone(to("bob@customer.example").subject("refund"));
    }
}
