package mailserver.web.http;

import java.nio.charset.StandardCharsets;

/** The file name of a Content-Disposition, for programs of all ages (RFC 6266 §4.3, RFC 8187). */
public final class EncodedFileName {
    private EncodedFileName() {}

    public static String of(String name) {
        var plain = new StringBuilder();
        name.codePoints()
                .forEach(c -> plain.append(c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%' ? (char) c : '_'));
        var encoded = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean word = c < 0x80 && (Character.isLetterOrDigit(c) || "!#$&+-.^_`|~".indexOf(c) >= 0);
            encoded.append(word ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return "filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }
}
