package mailserver.web.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What comes with a request, up to a limit. */
public final class Body {
    private Body() {}

    public static String text(ServerRequest request, long most) throws IOException {
        try (InputStream in = stream(request)) {
            byte[] octets = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, most + 1));
            if (octets.length > most) {
                throw Problem.tooLarge("more than " + most + " octets are not taken here");
            }
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    public static InputStream stream(ServerRequest request) {
        return request.content().hasEntity() ? request.content().inputStream() : InputStream.nullInputStream();
    }
}
