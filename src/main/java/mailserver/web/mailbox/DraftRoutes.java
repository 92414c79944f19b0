package mailserver.web.mailbox;

import com.google.gson.JsonObject;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import mailserver.mail.Address;
import mailserver.mailbox.Folders;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Body;
import mailserver.web.http.Parameters;

/** Keeps what somebody has begun to write, in the folder where other mail programs look for it. */
public final class DraftRoutes {
    private static final int AT_ONCE = 4;

    private final MailServer server;
    private final Mailboxes mailboxes;
    private final Semaphore inMemory = new Semaphore(AT_ONCE);

    public DraftRoutes(MailServer server, Mailboxes mailboxes) {
        this.server = server;
        this.mailboxes = mailboxes;
    }

    /** The draft that it replaces goes when the new one is on disk. */
    public void save(ServerRequest request, ServerResponse response) throws IOException {
        Folders folders = mailboxes.folders(request);
        Address mailbox = Parameters.mailbox(request);
        long most = server.configuration().limits().messageSize() / 3 * 4 + (1 << 20);
        String host = server.configuration().hostname();
        inMemory.acquireUninterruptibly();
        try {
            var draft = new ComposedMessage(
                    ComposedMessage.object(Body.text(request, most)),
                    Optional.of(mailbox),
                    host,
                    server.record().now());
            String id = folders.save(Folders.DRAFTS, "DS", draft.kept()::writeTo, InstantSource.system(), host);
            if (draft.draft().filter(old -> !old.equals(id)).isPresent()) {
                mailboxes.reader(folders, Folders.DRAFTS).delete(draft.draft().get());
            }
            var json = new JsonObject();
            json.addProperty("id", id);
            Answer.json(response, 201, json);
        } finally {
            inMemory.release();
        }
    }
}
