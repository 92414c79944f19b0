package mailserver.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a Content-Type field says (RFC 2045 §5.1), as far as a relay cares.
 *
 * @param type       in lower case
 * @param subtype    in lower case
 * @param parameters as they are written, by name in lower case
 */
record ContentType(String type, String subtype, Map<String, String> parameters) {
    /** What a part is that doesn't say, or says nonsense (RFC 2045 §5.2). */
    static final ContentType TEXT = new ContentType("text", "plain", Map.of());

    /** What a part of a digest is that doesn't say (RFC 2046 §5.1.5). */
    static final ContentType MESSAGE = new ContentType("message", "rfc822", Map.of());

    /** @param value what stands behind the colon, one character an octet, perhaps folded */
    static ContentType parse(String value) {
        var cursor = new MimeCursor(value);
        cursor.skipBlanks();
        String type = cursor.token().toLowerCase(Locale.ROOT);
        cursor.skipBlanks();
        boolean slash = cursor.take('/');
        cursor.skipBlanks();
        String subtype = cursor.token().toLowerCase(Locale.ROOT);
        if (type.isEmpty() || !slash || subtype.isEmpty()) {
            return TEXT;
        }
        cursor.skipParameter();
        return new ContentType(type, subtype, parameters(cursor));
    }

    /** Of parameters with the same name the first one counts. */
    private static Map<String, String> parameters(MimeCursor cursor) {
        var result = new HashMap<String, String>();
        while (!cursor.atEnd()) {
            cursor.skipBlanks();
            String name = cursor.token().toLowerCase(Locale.ROOT);
            cursor.skipBlanks();
            if (!name.isEmpty() && cursor.take('=')) {
                cursor.skipBlanks();
                result.putIfAbsent(name, cursor.value());
            }
            cursor.skipParameter();
        }
        return Map.copyOf(result);
    }

    /** A parameter's value, one character an octet; one in sections is put together (RFC 2231 §3 and §4). */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name))
                .or(() -> Optional.ofNullable(parameters.get(name + "*")).map(ContentType::withCharset))
                .or(() -> section(name, 0).map(first -> first + laterSections(name)));
    }

    private String laterSections(String name) {
        var value = new StringBuilder();
        int i = 1;
        for (var next = section(name, i); next.isPresent(); next = section(name, i)) {
            value.append(next.get());
            i++;
        }
        return value.toString();
    }

    private Optional<String> section(String name, int number) {
        String plain = name + "*" + number;
        return Optional.ofNullable(parameters.get(plain))
                .or(() -> Optional.ofNullable(parameters.get(plain + "*"))
                        .map(text -> number == 0 ? withCharset(text) : unescaped(text)));
    }

    /** {@code charset'language'text}: a boundary is octets, so what they mean is of no interest. */
    private static String withCharset(String text) {
        return unescaped(text.substring(text.indexOf('\'', text.indexOf('\'') + 1) + 1));
    }

    private static String unescaped(String text) {
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%' && isHex(text, i + 1) && isHex(text, i + 2)) {
                octets.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                octets.write(text.charAt(i));
            }
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    private static boolean isHex(String text, int index) {
        return index < text.length() && HexFormat.isHexDigit(text.charAt(index));
    }
}
