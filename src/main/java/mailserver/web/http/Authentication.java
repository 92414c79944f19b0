package mailserver.web.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailserver.account.signin.SignIn;
import mailserver.account.signin.SignIns;
import mailserver.account.token.Token;
import mailserver.account.token.TokenFile;
import mailserver.config.value.WebSettings;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.server.MailServer;

/**
 * Finds out who asks: by an account's address and password (RFC 7617), with the brakes and the rules for plain text that POP3 has, or by
 * a token (RFC 6750), or by the cookie of a sign-in (RFC 6265). A browser sends that by itself: the cookie is SameSite, and what changes
 * something counts only from a page of ours.
 */
public final class Authentication {
    private static final HeaderName FETCH_MODE = HeaderNames.create("Sec-Fetch-Mode");
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final MailServer server;
    private final TokenFile tokens;
    private final SignIns signIns;
    private final boolean open;

    /** @param open anybody on this machine reads and rules all, without a login */
    public Authentication(MailServer server, SignIns signIns, boolean open) {
        this.server = server;
        this.signIns = signIns;
        this.tokens = new TokenFile(server.files().tokens());
        this.open = open;
    }

    /** Who must be somebody. */
    public Caller caller(ServerRequest request) {
        return find(request).orElseThrow(() -> unauthorized(request, "log in with an account, or show a token"));
    }

    /** A browser that asks for a page's script would put a window of its own before the page where it is told of Basic. */
    private static Problem unauthorized(ServerRequest request, String detail) {
        boolean script = request.headers()
                .first(FETCH_MODE)
                .filter(mode -> !mode.equals("navigate"))
                .isPresent();
        return script ? Problem.unauthorized("Bearer realm=\"mailserver\"", detail) : Problem.unauthorized(detail);
    }

    /** Empty for somebody who doesn't say who he is. */
    public Optional<Caller> find(ServerRequest request) {
        InetAddress address = address(request);
        Optional<String> said = request.headers().first(HeaderNames.AUTHORIZATION);
        if (said.isEmpty()) {
            Optional<Caller> signedIn = bySignIn(request);
            if (signedIn.isPresent()) {
                return signedIn;
            }
            return open && address.isLoopbackAddress()
                    ? Optional.of(new Caller(Optional.empty(), true, true, address, request.isSecure()))
                    : Optional.empty();
        }
        String kind = said.get().toLowerCase(Locale.ROOT);
        if (kind.startsWith(BEARER)) {
            return Optional.of(
                    byToken(request, said.get().substring(BEARER.length()).strip()));
        }
        if (kind.startsWith(BASIC)) {
            return Optional.of(
                    byPassword(request, said.get().substring(BASIC.length()).strip()));
        }
        throw Problem.unauthorized("only Basic and Bearer are known here");
    }

    public static InetAddress address(ServerRequest request) {
        return ((InetSocketAddress) request.remotePeer().address()).getAddress();
    }

    private Optional<Caller> bySignIn(ServerRequest request) {
        Optional<Caller> caller = signIn(request).map(one -> of(request, one.account()));
        if (caller.isPresent() && !isSafe(request) && !request.headers().contains(HeaderNames.ORIGIN)) {
            // Where it is said it has been looked at; every browser says it with such a request (the Fetch standard
            // §3.2).
            throw Problem.forbidden("a request that changes something says its Origin where it comes with a cookie");
        }
        return caller;
    }

    /** RFC 9110 §9.2.1. */
    private static boolean isSafe(ServerRequest request) {
        return Set.of(Method.GET, Method.HEAD).contains(request.prologue().method());
    }

    /** The sign-in whose cookie a browser shows. */
    public Optional<SignIn> signIn(ServerRequest request) {
        try {
            Optional<String> words =
                    request.headers().cookies().first(cookieName(request)).asOptional();
            return words.isEmpty()
                    ? Optional.empty()
                    : signIns.find(words.get(), server.settings().accounts()::find);
        } catch (IOException e) {
            throw Problem.failed("the sign-ins can't be read: " + e.getMessage());
        }
    }

    /** Cookies know hosts and no ports (RFC 6265 §8.5), and on one host there may be several servers. */
    public static String cookieName(ServerRequest request) {
        return "mailserver-" + ((InetSocketAddress) request.localPeer().address()).getPort();
    }

    /** Looks at a password, with the brakes and the rules that POP3 has. */
    public Address password(ServerRequest request, String user, String password) {
        LoginService logins = server.loginService(address(request));
        if (!logins.takesPassword(request.isSecure())) {
            throw Problem.forbidden("a password is taken over TLS only; see [web] listen_tls and [trust]");
        }
        return switch (logins.login(user, password)) {
            case LoginService.Outcome.LoggedIn(Address account) -> account;
            case LoginService.Outcome.Later later ->
                throw Problem.tooManyRequests("too many failed logins, try again later");
            case LoginService.Outcome.Denied denied -> throw wrong(request);
            case LoginService.Outcome.Malformed malformed -> throw wrong(request);
            case LoginService.Outcome.Cancelled cancelled -> throw wrong(request);
        };
    }

    private Caller byToken(ServerRequest request, String words) {
        Optional<Token> token;
        try {
            token = tokens.find(words);
        } catch (IOException e) {
            throw Problem.failed("the tokens can't be read: " + e.getMessage());
        }
        // A token of an account that is gone is no token any more.
        Token known = token.filter(one -> one.account().isEmpty()
                        || server.settings()
                                .accounts()
                                .find(one.account().get())
                                .isPresent())
                .orElseThrow(() -> Problem.unauthorized("there is no such token"));
        return known.account()
                .map(account -> of(request, account))
                .orElseGet(() -> new Caller(
                        Optional.empty(), true, web().openMailboxes(), address(request), request.isSecure()));
    }

    private Caller byPassword(ServerRequest request, String credentials) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.unauthorized("that is no base64");
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw Problem.unauthorized("name and password have a colon between them");
        }
        return of(request, password(request, pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private static Problem wrong(ServerRequest request) {
        return unauthorized(request, "authentication failed");
    }

    private Caller of(ServerRequest request, Address account) {
        boolean admin = web().admins().stream().anyMatch(one -> one.folded().equals(account.folded()));
        return new Caller(
                Optional.of(account),
                admin || open,
                open || admin && web().openMailboxes(),
                address(request),
                request.isSecure());
    }

    private WebSettings web() {
        return server.configuration().programs().web();
    }
}
