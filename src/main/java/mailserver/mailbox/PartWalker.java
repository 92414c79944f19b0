package mailserver.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.field.ContentDispositionField;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.field.ContentDispositionFieldLenientImpl;
import org.apache.james.mime4j.field.ContentTypeFieldLenientImpl;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Goes through the leaves of a message in their order, as the octets stream by. A message in a message is a leaf. However broken the
 * MIME is, what could be read of it is shown, and the walk comes to an end.
 */
final class PartWalker {
    /** Deeper nesting is made to hurt. */
    private static final int DEEPEST = 40;

    private static final int MOST_PARTS = 2000;

    private static final MimeConfig ANYTHING = new MimeConfig.Builder()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxHeaderLen(256 * 1024)
            .setMaxContentLen(-1)
            .build();

    /** Whether a leaf is text that belongs to the message itself, and else a file that came along. */
    enum Role {
        TEXT,
        HTML,
        ATTACHMENT
    }

    /**
     * A leaf.
     *
     * @param type    in lower case
     * @param name    as its sender calls it
     * @param charset as the part says, where that is one we know
     * @param said    as the part says, whatever that is
     * @param id      what HTML calls it by (RFC 2392), without the angle brackets
     */
    record Leaf(
            Role role,
            String type,
            Optional<String> name,
            Optional<Charset> charset,
            Optional<String> said,
            Optional<String> id) {}

    /** Looks at one after the other. */
    interface Visitor {
        /** @param content decoded; what is left unread is skipped */
        void visit(Leaf leaf, InputStream content) throws IOException;

        /** Whether it has seen enough. */
        default boolean isDone() {
            return false;
        }
    }

    private PartWalker() {}

    static void walk(InputStream message, Visitor visitor) throws IOException {
        var stream = new MimeTokenStream(ANYTHING);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        stream.parse(message);
        int depth = 0;
        int parts = 0;
        Map<String, Field> fields = new HashMap<>();
        try {
            for (EntityState state = stream.getState();
                    state != EntityState.T_END_OF_STREAM && !visitor.isDone() && depth <= DEEPEST && parts < MOST_PARTS;
                    state = stream.next()) {
                switch (state) {
                    case T_START_HEADER -> fields.clear();
                    case T_FIELD ->
                        fields.putIfAbsent(stream.getField().getName().toLowerCase(Locale.ROOT), stream.getField());
                    case T_START_MULTIPART -> depth++;
                    case T_END_MULTIPART -> depth--;
                    case T_BODY -> {
                        parts++;
                        visitor.visit(leaf(stream.getBodyDescriptor(), fields), stream.getDecodedInputStream());
                    }
                    default -> {
                        // Preambles and the like are for programs that know no MIME.
                    }
                }
            }
        } catch (MimeException | RuntimeException e) {
            // The rest can't be read as MIME; what came before it is there.
        }
    }

    private static Leaf leaf(BodyDescriptor descriptor, Map<String, Field> fields) {
        String type = descriptor.getMimeType() == null
                ? "text/plain"
                : descriptor.getMimeType().toLowerCase(Locale.ROOT);
        Optional<ContentDispositionField> disposition = Optional.ofNullable(fields.get("content-disposition"))
                .map(field -> ContentDispositionFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT));
        Optional<String> name = disposition
                .map(ContentDispositionField::getFilename)
                .or(() -> Optional.ofNullable(fields.get("content-type"))
                        .map(field -> ContentTypeFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT))
                        .map((ContentTypeField field) -> field.getParameter("name")))
                .map(PartWalker::decoded)
                .filter(text -> !text.isBlank());
        boolean attached =
                disposition.filter(ContentDispositionField::isAttachment).isPresent() || name.isPresent();
        Role role = attached
                ? Role.ATTACHMENT
                : switch (type) {
                    case "text/html" -> Role.HTML;
                    case "text/plain", "text/enriched", "text/x-amp-html" -> Role.TEXT;
                    default -> Role.ATTACHMENT;
                };
        return new Leaf(
                role,
                type,
                name,
                charset(descriptor.getCharset()),
                Optional.ofNullable(fields.get("content-type"))
                        .map(field -> ContentTypeFieldLenientImpl.PARSER.parse(field, DecodeMonitor.SILENT))
                        .map((ContentTypeField field) -> field.getCharset()),
                Optional.ofNullable(fields.get("content-id"))
                        .map(field -> field.getBody().strip().replaceAll("^<|>$", "")));
    }

    /** RFC 2047 has no place in a parameter (§5), and mail programs put it there all the same. */
    private static String decoded(String name) {
        try {
            return name.contains("=?") ? DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT) : name;
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.ofNullable(name).filter(Charset::isSupported).map(Charset::forName);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
