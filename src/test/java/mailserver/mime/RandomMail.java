package mailserver.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailserver.mail.DecodedMail.Leaf;

/** Makes MIME messages, and knows what is in them. Characters up to U+00FF are octets, lines end in CRLF. */
final class RandomMail {
    private static final int DEEPEST = 4;

    private final Random random;
    private final boolean binary;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<String> boundaries = new ArrayList<>();
    private final String text;

    /** @param binary whether parts that are labelled so hold any octets, and not just text */
    RandomMail(Random random, boolean binary) throws IOException, MessagingException {
        this.random = random;
        this.binary = binary;
        this.text = message("");
    }

    String text() {
        return text;
    }

    /** What a mail program must find in it. */
    List<Leaf> leaves() {
        return leaves;
    }

    private String message(String path) throws IOException, MessagingException {
        return either(
                        "MIME-Version: 1.0\r\n",
                        "mime-VERSION:1.0 (yes)\r\n",
                        "Subject: x\r\nMIME-Version: 1.0\r\n\t\r\n")
                + entity(path);
    }

    private String entity(String path) throws IOException, MessagingException {
        int depth = path.split("/").length;
        return switch (random.nextInt(depth < DEEPEST ? 6 : 4)) {
            case 4 -> multipart(path);
            case 5 ->
                header("message/rfc822", either("", "7bit", "8bit", "binary")) + "\r\n" + message(path + "/message");
            default -> leaf(path);
        };
    }

    private String multipart(String path) throws IOException, MessagingException {
        String boundary = either("b", "=_x y", "----(2'") + boundaries.size();
        boundaries.add(boundary);
        var result = new StringBuilder(header(
                "multipart/" + either("mixed", "ALTERNATIVE", "x-odd") + ";" + either("", "\r\n ", "(c)")
                        + " boundary=\"" + boundary + "\"",
                either("", "7bit", "8bit", "binary")));
        result.append("\r\n").append(either("", "\u00fcber\r\n", "--\r\n\r\n"));
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            result.append("--" + boundary + either("", " ", "\t ") + "\r\n" + entity(path + "/" + i) + "\r\n");
        }
        return result + "--" + boundary + "--" + either("", "\r\n", "\r\n\u00fc\r\n\r\nlast");
    }

    private String leaf(String path) throws IOException, MessagingException {
        String type = either("text/plain", "TEXT/html", "application/octet-stream", "image/x-odd");
        String encoding = either("", "7bit", "8bit", "8BIT", "binary", "base64", "quoted-printable");
        String content = binary && encoding.equals("binary") ? octets() : lines();
        leaves.add(new Leaf(path, type, content));
        return header(type, encoding) + "\r\n" + encoded(content, encoding);
    }

    private String header(String type, String encoding) {
        String typeField = "Content-Type: " + type + "\r\n";
        String encodingField = encoding.isEmpty()
                ? ""
                : either(
                                "Content-Transfer-Encoding: ",
                                "content-transfer-encoding:",
                                "Content-Transfer-Encoding :\r\n ")
                        + encoding + either("", " (so it is)", "\r\n ") + "\r\n";
        String filler = either("", "X-Filler: \u00fc\r\n more\r\n", "X: " + "x".repeat(random.nextInt(6000)) + "\r\n");
        return either(typeField + filler + encodingField, encodingField + filler + typeField + filler);
    }

    private String lines() {
        var content = new StringBuilder();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            content.append(
                    either("", "", "ASCII", "\u00fc", " ", ".", "From me", "=", "-", "x".repeat(random.nextInt(5000))));
            content.append(either("", "\r\n", "\r\n--", "\r\n--" + anyBoundary() + "x"));
        }
        // A first line that looks like a delimiter is one.
        return "x" + content;
    }

    private String octets() {
        var content = new StringBuilder(lines());
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            content.append(either(
                    "\0", "\r", "\n", "\r\n", "\u00ff", "--", "\n--" + anyBoundary() + "\n", "\r--" + anyBoundary()));
            content.append(either("x", "\u0080"));
        }
        return content.toString();
    }

    private String anyBoundary() {
        return boundaries.isEmpty() ? "b" : boundaries.get(random.nextInt(boundaries.size()));
    }

    private static String encoded(String content, String encoding) throws IOException, MessagingException {
        if (TransferEncoding.parse(encoding).isIdentity()) {
            return content;
        }
        var out = new ByteArrayOutputStream();
        try (var encoder = MimeUtility.encode(out, encoding)) {
            encoder.write(content.getBytes(ISO_8859_1));
        }
        return out.toString(ISO_8859_1);
    }

    private String either(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
