package mailserver.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import mailserver.account.token.Token;
import mailserver.account.token.TokenFile;
import mailserver.config.value.WebSettings;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.server.MailServer;

/**
 * Finds out who asks: by an account's address and password (RFC 7617), with the brakes and the rules for plain text that POP3 has, or by
 * a token (RFC 6750). Cookies count for nothing here, so no page can have a browser ask in its user's name.
 */
final class Authentication {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final MailServer server;
    private final TokenFile tokens;
    private final boolean open;

    /** @param open anybody on this machine reads and rules all, without a login */
    Authentication(MailServer server, boolean open) {
        this.server = server;
        this.tokens = new TokenFile(server.files().tokens());
        this.open = open;
    }

    /** Who must be somebody. */
    Caller caller(ServerRequest request) {
        return find(request).orElseThrow(() -> Problem.unauthorized("log in with an account, or show a token"));
    }

    /** Empty for somebody who doesn't say who he is. */
    Optional<Caller> find(ServerRequest request) {
        InetAddress address = address(request);
        Optional<String> said = request.headers().first(HeaderNames.AUTHORIZATION);
        if (said.isEmpty()) {
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

    static InetAddress address(ServerRequest request) {
        return ((InetSocketAddress) request.remotePeer().address()).getAddress();
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
        LoginService logins = server.loginService(address(request));
        if (!logins.takesPassword(request.isSecure())) {
            throw Problem.forbidden("a password is taken over TLS only; see [web] listen_tls and [trust]");
        }
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
        return switch (logins.login(pair.substring(0, colon), pair.substring(colon + 1))) {
            case LoginService.Outcome.LoggedIn(Address account) -> of(request, account);
            case LoginService.Outcome.Later later ->
                throw Problem.tooManyRequests("too many failed logins, try again later");
            case LoginService.Outcome.Denied denied -> throw wrong();
            case LoginService.Outcome.Malformed malformed -> throw wrong();
            case LoginService.Outcome.Cancelled cancelled -> throw wrong();
        };
    }

    private static Problem wrong() {
        return Problem.unauthorized("authentication failed");
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
