package mailserver.web.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailserver.config.Configuration;
import mailserver.config.file.NameSyntax;
import mailserver.server.MailServer;

/**
 * Keeps the pages of others out. A page that a browser has from elsewhere says so in its requests; one whose name has been made to point
 * at us ("DNS rebinding") asks for a host by a name that is none of ours. Neither is answered, whatever it asks.
 */
public final class OriginGuard implements Filter {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final HeaderName FETCH_MODE = HeaderNames.create("Sec-Fetch-Mode");
    private static final HeaderName FETCH_DEST = HeaderNames.create("Sec-Fetch-Dest");

    /** Where Thunderbird asks first. */
    private static final String AUTOCONFIG = "autoconfig.";

    private final MailServer server;

    public OriginGuard(MailServer server) {
        this.server = server;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        // Nothing here is to be kept, framed, guessed at, or run.
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Cache-Control", "no-store");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Cross-Origin-Resource-Policy", "same-origin");
        response.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        String authority = request.headers().first(HeaderNames.HOST).orElse("");
        Optional<String> host = host(authority);
        if (host.isEmpty() || !isOurs(host.get())) {
            Answer.problem(
                    response,
                    Problem.misdirected("this server is not called so: ask for it by its address, "
                            + "as localhost, or by the hostname in its configuration"));
            return;
        }
        boolean foreign = request.headers()
                        .first(HeaderNames.ORIGIN)
                        .filter(origin -> !isSame(origin, authority, request.isSecure()))
                        .isPresent()
                || request.headers()
                                .first(FETCH_SITE)
                                .filter(Set.of("cross-site", "same-site")::contains)
                                .isPresent()
                        && !isLinkTo(request);
        if (foreign) {
            Answer.problem(response, Problem.forbidden("pages of other origins have no business here"));
            return;
        }
        chain.proceed();
    }

    /** Somebody has followed a link from a page of others to one of ours: that shows it to him, and to nobody else. */
    private static boolean isLinkTo(RoutingRequest request) {
        return request.prologue().method().equals(Method.GET)
                && !request.path().path().startsWith("/api/")
                && request.headers()
                        .first(FETCH_MODE)
                        .filter("navigate"::equals)
                        .isPresent()
                && request.headers()
                        .first(FETCH_DEST)
                        .filter("document"::equals)
                        .isPresent();
    }

    private static boolean isSame(String origin, String authority, boolean secure) {
        return origin.equalsIgnoreCase((secure ? "https://" : "http://") + authority);
    }

    /** Without port and brackets, in lower case. */
    private static Optional<String> host(String authority) {
        try {
            return Optional.ofNullable(URI.create("http://" + authority).getHost())
                    .map(host -> host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** No name of somebody else's can be made to be an address. */
    private boolean isOurs(String host) {
        Configuration now = server.configuration();
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || NameSyntax.isAddress(host)
                || host.equals(now.hostname())
                || now.domains().contains(host)
                || now.domains().stream().anyMatch(domain -> host.equals(AUTOCONFIG + domain));
    }
}
