package mailserver.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What a mail program gets out of a message: its parts, decoded. Angus Mail does the reading. */
public final class DecodedMail {
    /** @param content one character an octet */
    public record Leaf(String path, String type, String content) {}

    private DecodedMail() {}

    /** @param message its LF line ends are taken for CRLF */
    public static List<Leaf> leaves(byte[] message) throws IOException, MessagingException {
        var settings = new Properties();
        settings.setProperty("mail.mime.ignoreunknownencoding", "true");
        String wire = new String(message, ISO_8859_1).replaceAll("(?<!\r)\n", "\r\n");
        var leaves = new ArrayList<Leaf>();
        var parsed =
                new MimeMessage(Session.getInstance(settings), new ByteArrayInputStream(wire.getBytes(ISO_8859_1)));
        add(parsed, "", leaves);
        return leaves;
    }

    private static void add(Part part, String path, List<Leaf> leaves) throws IOException, MessagingException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                add(multipart.getBodyPart(i), path + "/" + i, leaves);
            }
        } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof Part message) {
            add(message, path + "/message", leaves);
        } else {
            String type = part.getContentType().replaceAll("[;\\s].*", "");
            leaves.add(new Leaf(path, type, new String(part.getInputStream().readAllBytes(), ISO_8859_1)));
        }
    }
}
