package mailserver.web.page;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mailserver.web.http.Problem;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The page and what it is made of, out of the jar. Nothing of it depends on who asks: what it shows it asks for itself, over the same
 * interface that programs have. The browser may load nothing from elsewhere (Content Security Policy Level 3).
 */
public final class PageRoutes {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final String OURS = "/mailserver/web/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Map<String, String> OTHERS =
            Map.of("uplot.js", UPLOT + "uPlot.iife.min.js", "uplot.css", UPLOT + "uPlot.min.css");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "webmanifest", "application/manifest+json");

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    private record Asset(String type, String tag, byte[] octets) {}

    /** One document for every page of it: its script looks at the address. */
    public void page(ServerRequest request, ServerResponse response) {
        send(request, response, asset("index.html").orElseThrow());
    }

    public void asset(ServerRequest request, ServerResponse response) {
        String name = request.path().pathParameters().get("name");
        send(
                request,
                response,
                asset(name).orElseThrow(() -> Problem.notFound("the page has no part \"" + name + "\"")));
    }

    private static void send(ServerRequest request, ServerResponse response, Asset asset) {
        response.header("Content-Security-Policy", POLICY);
        // Asked for again each time, and sent again only after an update.
        response.header("Cache-Control", "no-cache");
        response.header(HeaderNames.ETAG, asset.tag());
        boolean known = request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .filter(asset.tag()::equals)
                .isPresent();
        if (known) {
            response.status(Status.NOT_MODIFIED_304);
            response.send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type());
        response.send(asset.octets());
    }

    private Optional<Asset> asset(String name) {
        // A plain name: no path leads out of the folder.
        if (!name.matches("[a-z][a-z0-9-]*\\.[a-z]+")) {
            return Optional.empty();
        }
        Optional<String> type = Optional.ofNullable(TYPES.get(name.substring(name.indexOf('.') + 1)));
        return type.map(known -> assets.computeIfAbsent(name, key -> read(key, known)))
                .filter(asset -> asset.octets().length > 0);
    }

    private static Asset read(String name, String type) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(OTHERS.getOrDefault(name, OURS + name))) {
            byte[] octets = in == null ? new byte[0] : in.readAllBytes();
            return new Asset(type, "\"" + DigestUtils.sha256Hex(octets).substring(0, 20) + "\"", octets);
        } catch (IOException e) {
            throw Problem.failed("a part of the page can't be read: " + e.getMessage());
        }
    }
}
