package mailserver.web.mailbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.mail.Trace;
import mailserver.mailbox.Folders;
import mailserver.mailbox.MailboxReader;
import mailserver.server.MailServer;
import mailserver.smtp.Reply;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.Submission;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Body;
import mailserver.web.http.Caller;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;
import mailserver.wire.OctetSink;
import mailserver.wire.text.IpText;
import org.tinylog.Logger;

/** Hands in a message: written here from its parts, or whole. By the rules of submission: who asks has logged in, and sends as himself. */
public final class SubmitRoute {
    /** JSON is held in memory, unlike a message. */
    private static final int AT_ONCE = 4;

    private static final int BLOCK = 16 * 1024;

    private final MailServer server;
    private final Authentication authentication;
    private final MailboxReader.Memory memory;
    private final Semaphore inMemory = new Semaphore(AT_ONCE);

    public SubmitRoute(MailServer server, Authentication authentication, MailboxReader.Memory memory) {
        this.server = server;
        this.authentication = authentication;
        this.memory = memory;
    }

    public void submit(ServerRequest request, ServerResponse response) throws IOException {
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
                .map(text -> ReversePath.of(ComposedMessage.address("from", text)))
                .orElseGet(() -> own(caller));
        List<Address> recipients = new ArrayList<>();
        for (String part : request.query().all("to", List::of)) {
            for (String one : part.split(",")) {
                recipients.add(ComposedMessage.address("to", one.strip()));
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
        var composed = new ComposedMessage(
                ComposedMessage.object(Body.text(request, most)),
                caller.account(),
                server.configuration().hostname(),
                server.record().now());
        Submission.Outcome outcome = hand(
                caller,
                request,
                ReversePath.of(composed.from()),
                composed.recipients(),
                sink -> composed.message().writeTo(new SinkStream(sink)));
        if (outcome.reply().isSuccess()) {
            filed(caller, composed);
        }
        return outcome;
    }

    /** The message is on its way, whatever becomes of this. */
    private void filed(Caller caller, ComposedMessage composed) {
        Optional<Address> mailbox = caller.account().or(() -> Optional.of(composed.from()));
        if (!composed.isKept() || mailbox.filter(this::isOurs).isEmpty()) {
            return;
        }
        var folders = new Folders(Mailboxes.folder(server, mailbox.get()));
        try {
            folders.save(
                    Folders.SENT,
                    "S",
                    composed.kept()::writeTo,
                    InstantSource.system(),
                    server.configuration().hostname());
            if (composed.draft().isPresent()) {
                new MailboxReader(folders.path(Folders.DRAFTS).orElseThrow(), memory)
                        .delete(composed.draft().get());
            }
        } catch (IOException e) {
            Logger.warn("a message that {} sent is not kept in {}: {}", mailbox.get(), Folders.SENT, e.toString());
        }
    }

    private boolean isOurs(Address mailbox) {
        return server.configuration().domains().contains(mailbox.domain());
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
