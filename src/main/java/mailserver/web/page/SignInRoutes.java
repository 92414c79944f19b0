package mailserver.web.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.account.signin.SignIn;
import mailserver.account.signin.SignIns;
import mailserver.mail.Address;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Body;
import mailserver.web.http.Caller;
import mailserver.web.http.Problem;
import mailserver.wire.text.IpText;
import org.tinylog.Logger;

/**
 * Signs people in and out. Their browser then shows a cookie that no script can read and no page of others can make it send (RFC 6265bis
 * §5.6), and that means nothing any more as soon as its owner, or a new password, ends it.
 */
public final class SignInRoutes {
    private static final int MOST = 4000;

    private final MailServer server;
    private final Authentication authentication;
    private final SignIns signIns;

    public SignInRoutes(MailServer server, Authentication authentication, SignIns signIns) {
        this.server = server;
        this.authentication = authentication;
        this.signIns = signIns;
    }

    /** Who asks, and what he may see. */
    public void show(ServerRequest request, ServerResponse response) {
        Answer.json(response, json(authentication.caller(request), authentication.signIn(request)));
    }

    public void signIn(ServerRequest request, ServerResponse response) throws IOException {
        JsonObject json = object(Body.text(request, MOST));
        Address address = authentication.password(request, text(json, "address"), text(json, "password"));
        Account account =
                server.settings().accounts().find(address).orElseThrow(() -> Problem.forbidden("the account is gone"));
        boolean keep = json.has("keep") && json.get("keep").getAsBoolean();
        String client = IpText.of(Authentication.address(request));
        SignIns.Made made = signIns.add(
                account,
                keep,
                client,
                request.headers().first(HeaderNames.USER_AGENT).orElse(""));
        Logger.info("http [{}]: {} has signed in", client, address);
        response.headers()
                .addCookie(cookie(
                        request,
                        made.words(),
                        keep
                                ? Duration.between(
                                        made.signIn().began(), made.signIn().until())
                                : Duration.ofSeconds(-1)));
        var answer = new JsonObject();
        answer.addProperty("account", address.toString());
        Answer.json(response, answer);
    }

    /** Ends the one that asks. */
    public void signOut(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request);
        Optional<SignIn> own = authentication.signIn(request);
        if (own.isPresent()) {
            signIns.remove(own.get().account(), own.get().id());
        }
        response.headers().addCookie(cookie(request, "", Duration.ZERO));
        Answer.nothing(response);
    }

    /** All browsers that an account is signed in with. */
    public void list(ServerRequest request, ServerResponse response) throws IOException {
        Address account = account(request);
        Optional<SignIn> own = authentication.signIn(request);
        var all = new JsonArray();
        for (SignIn one : signIns.of(account)) {
            var json = new JsonObject();
            json.addProperty("id", one.id());
            json.addProperty("began", one.began().toString());
            json.addProperty("until", one.until().toString());
            json.addProperty("client", one.client());
            json.addProperty("agent", one.agent());
            json.addProperty("this", own.filter(one::equals).isPresent());
            all.add(json);
        }
        Answer.json(response, all);
    }

    /** Ends any of them. */
    public void revoke(ServerRequest request, ServerResponse response) throws IOException {
        String id = request.path().pathParameters().get("id");
        if (!signIns.remove(account(request), id)) {
            throw Problem.notFound("there is no such sign-in");
        }
        Answer.nothing(response);
    }

    private Address account(ServerRequest request) {
        return authentication
                .caller(request)
                .account()
                .orElseThrow(() -> Problem.forbidden("only an account is signed in anywhere"));
    }

    private JsonObject json(Caller caller, Optional<SignIn> signIn) {
        var json = new JsonObject();
        caller.account().ifPresent(account -> json.addProperty("account", account.toString()));
        json.addProperty("admin", caller.admin());
        json.addProperty("all_mailboxes", caller.mailboxes());
        json.addProperty("signed_in", signIn.isPresent());
        json.addProperty("hostname", server.configuration().hostname());
        var domains = new JsonArray();
        server.configuration().domains().forEach(domains::add);
        json.add("domains", domains);
        return json;
    }

    /** Without the Domain attribute, so that it is for this host alone; Secure where it came over TLS. */
    private static SetCookie cookie(ServerRequest request, String words, Duration age) {
        SetCookie.Builder cookie = SetCookie.builder(Authentication.cookieName(request), words)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(SetCookie.SameSite.STRICT);
        if (age.isZero()) {
            // RFC 6265 §3.1: one that was over long ago is forgotten.
            cookie.expires(Instant.EPOCH);
        } else if (!age.isNegative()) {
            cookie.maxAge(age);
        }
        return cookie.build();
    }

    private static JsonObject object(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw Problem.badRequest("say {\"address\", \"password\", \"keep\"}");
        }
    }

    private static String text(JsonObject json, String key) {
        if (json.has(key) && json.get(key).isJsonPrimitive()) {
            return json.get(key).getAsString();
        }
        throw Problem.badRequest(key + " is missing");
    }
}
