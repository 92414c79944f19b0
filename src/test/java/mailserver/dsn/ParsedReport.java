package mailserver.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A report as another program's parser sees it. */
record ParsedReport(MimeMessage message, MimeMultipart parts) {
    static ParsedReport of(DeliveryReport.Written written) throws MessagingException, IOException {
        var message =
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(written.message()));
        var parts = (MimeMultipart) message.getContent();
        assertEquals(3, parts.getCount());
        return new ParsedReport(message, parts);
    }

    BodyPart part(int index) throws MessagingException {
        return parts.getBodyPart(index);
    }

    String type(int index) throws MessagingException {
        return part(index).getContentType();
    }

    /** What people read, decoded. */
    String words() throws MessagingException, IOException {
        return (String) part(0).getContent();
    }

    /** A part as it stands there. */
    String raw(int index) throws MessagingException, IOException {
        try (InputStream in = ((MimeBodyPart) part(index)).getRawInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The fields of the message, then those of each recipient, unfolded. */
    List<InternetHeaders> groups() throws MessagingException, IOException {
        var groups = new ArrayList<InternetHeaders>();
        for (String group : raw(1).strip().split("\n\n")) {
            String unfolded = group.replace("\n ", " ") + "\n\n";
            var octets = new ByteArrayInputStream(unfolded.getBytes(StandardCharsets.UTF_8));
            groups.add(new InternetHeaders(octets, true));
        }
        return groups;
    }

    /** A field of the message; null where there is none. */
    String ofMessage(String name) throws MessagingException, IOException {
        return groups().getFirst().getHeader(name, null);
    }

    /** A field of one recipient, counted from 0; null where there is none. */
    String ofRecipient(int index, String name) throws MessagingException, IOException {
        return groups().get(1 + index).getHeader(name, null);
    }
}
