package mailserver.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.mail.Trace;
import mailserver.mailbox.MessageComposer;
import mailserver.server.MailServer;
import mailserver.smtp.Reply;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.Submission;
import mailserver.wire.OctetSink;
import mailserver.wire.text.IpText;

/** Hands in a message: written here from its parts, or whole. By the rules of submission: who asks has logged in, and sends as himself. */
final class SubmitRoute {
    private static final Set<String> KEYS = Set.of("from", "to", "cc", "bcc", "subject", "text", "html", "attachments");
    /** JSON is held in memory, unlike a message. */
    private static final int AT_ONCE = 4;

    private static final int BLOCK = 16 * 1024;

    private final MailServer server;
    private final Authentication authentication;
    private final Semaphore inMemory = new Semaphore(AT_ONCE);

    SubmitRoute(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    void submit(ServerRequest request, ServerResponse response) throws IOException {
        Caller caller = authentication.caller(request);
        String type = request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .orElse("application/json")
                .toLowerCase(Locale.ROOT);
        Submission.Outcome outcome;
        if (type.startsWith("message/rfc822")) {
            outcome = whole(caller, request);
        } else if (type.startsWith("application/json")) {
            inMemory.acquireUninterruptibly();
            try {
                outcome = composed(caller, request);
            } finally {
                inMemory.release();
            }
        } else {
            throw Problem.of(415, "Unsupported Media Type", "send application/json or message/rfc822");
        }
        answer(response, outcome);
    }

    private Submission.Outcome whole(Caller caller, ServerRequest request) throws IOException {
        ReversePath sender = Parameters.text(request, "from")
                .map(text -> ReversePath.of(address("from", text)))
                .orElseGet(() -> own(caller));
        List<Address> recipients = new ArrayList<>();
        for (String part : request.query().all("to", List::of)) {
            for (String one : part.split(",")) {
                recipients.add(address("to", one.strip()));
            }
        }
        return hand(caller, request, sender, recipients, sink -> {
            try (InputStream in = Body.stream(request)) {
                byte[] block = new byte[BLOCK];
                int n;
                while ((n = in.read(block)) >= 0) {
                    sink.write(block, 0, n);
                }
            }
        });
    }

    private Submission.Outcome composed(Caller caller, ServerRequest request) throws IOException {
        // Base64 in JSON is a third longer than what it holds.
        long most = server.configuration().limits().messageSize() / 3 * 4 + (1 << 20);
        JsonObject json = object(Body.text(request, most));
        Address from = text(json, "from")
                .map(text -> address("from", text))
                .orElseGet(() -> own(caller).address().orElseThrow(() -> Problem.badRequest("from is missing")));
        List<Address> to = addresses(json, "to");
        List<Address> cc = addresses(json, "cc");
        List<Address> recipients = new ArrayList<>(to);
        recipients.addAll(cc);
        recipients.addAll(addresses(json, "bcc"));
        var message = new MessageComposer(
                from,
                to,
                cc,
                text(json, "subject").orElse(""),
                text(json, "text").orElse(""),
                text(json, "html").filter(html -> !html.isEmpty()),
                attachments(json));
        return hand(caller, request, ReversePath.of(from), recipients, sink -> message.writeTo(new SinkStream(sink)));
    }

    private static ReversePath own(Caller caller) {
        return caller.account().map(ReversePath::of).orElseThrow(() -> Problem.badRequest("from is missing"));
    }

    private Submission.Outcome hand(
            Caller caller, ServerRequest request, ReversePath sender, List<Address> recipients, Submission.Text text)
            throws IOException {
        // An administrator without an account, such as his token, is as a host that is trusted.
        var client = new Client(
                caller.address(),
                caller.account().isEmpty(),
                Trace.literal(caller.address()),
                true,
                caller.secure(),
                caller.account());
        Instant began = server.record().now();
        Submission.Outcome outcome =
                server.submission().submit(client, request.isSecure() ? "HTTPS" : "HTTP", sender, recipients, text);
        server.record()
                .handedIn(
                        began,
                        outcome.id(),
                        outcome.reply().isSuccess(),
                        IpText.of(caller.address()),
                        "POST /api/v1/messages, from " + sender + " to " + recipients,
                        outcome.reply().toString());
        return outcome;
    }

    private static void answer(ServerResponse response, Submission.Outcome outcome) {
        Reply reply = outcome.reply();
        if (reply.isSuccess()) {
            var json = new JsonObject();
            json.addProperty("queue_id", outcome.id().orElseThrow());
            Answer.json(response, 202, json);
            return;
        }
        Problem problem = reply.code() == 552
                ? Problem.tooLarge(reply.toString())
                : reply.isTransient() ? Problem.unavailable(reply.toString()) : Problem.unprocessable(reply.toString());
        problem.with("smtp_code", new JsonPrimitive(reply.code()))
                .with("enhanced_status", new JsonPrimitive(reply.fullStatus()));
        outcome.whom().ifPresent(whom -> problem.with("recipient", new JsonPrimitive(whom.toString())));
        throw problem;
    }

    private static JsonObject object(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            json.keySet().stream()
                    .filter(key -> !KEYS.contains(key))
                    .findFirst()
                    .ifPresent(key -> {
                        throw Problem.badRequest(
                                "\"" + key + "\" is none of from, to, cc, bcc, subject, text, html, attachments");
                    });
            return json;
        } catch (JsonParseException | IllegalStateException e) {
            throw Problem.badRequest("that is no JSON object");
        }
    }

    private static Optional<String> text(JsonObject json, String key) {
        return Optional.ofNullable(json.get(key))
                .filter(value -> !value.isJsonNull())
                .map(value -> string(key, value));
    }

    private static String string(String key, JsonElement value) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            return value.getAsString();
        }
        throw Problem.badRequest(key + " must be text");
    }

    private static JsonArray array(JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return new JsonArray();
        }
        if (value.isJsonArray()) {
            return value.getAsJsonArray();
        }
        throw Problem.badRequest(key + " must be a list");
    }

    private static List<Address> addresses(JsonObject json, String key) {
        List<Address> addresses = new ArrayList<>();
        array(json, key).forEach(value -> addresses.add(address(key, string(key, value))));
        return addresses;
    }

    private static Address address(String key, String text) {
        return Address.parse(text).orElseThrow(() -> Problem.badRequest(key + ": \"" + text + "\" is not an address"));
    }

    private static List<MessageComposer.Attachment> attachments(JsonObject json) {
        List<MessageComposer.Attachment> attachments = new ArrayList<>();
        array(json, "attachments").forEach(value -> {
            if (!value.isJsonObject()) {
                throw Problem.badRequest("an attachment is {\"name\", \"type\", \"base64\"}");
            }
            JsonObject one = value.getAsJsonObject();
            byte[] octets;
            try {
                octets = Base64.getMimeDecoder().decode(text(one, "base64").orElse(""));
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("an attachment's base64 is none");
            }
            attachments.add(new MessageComposer.Attachment(
                    text(one, "name").orElse("attachment"),
                    text(one, "type").orElse("application/octet-stream"),
                    () -> new ByteArrayInputStream(octets)));
        });
        return attachments;
    }

    /** Octets for one who takes them in blocks. */
    private static final class SinkStream extends OutputStream {
        private final OctetSink sink;

        SinkStream(OctetSink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int octet) throws IOException {
            sink.write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            sink.write(octets, offset, length);
        }
    }
}
