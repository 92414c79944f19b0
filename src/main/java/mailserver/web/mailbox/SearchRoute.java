package mailserver.web.mailbox;

import com.google.gson.JsonObject;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MailboxSearch;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.web.http.Answer;
import mailserver.web.http.Parameters;

/**
 * Searches a folder and tells on the way what it has found and how far it is: a line of JSON each. Who has seen enough hangs up, and the
 * search ends.
 */
public final class SearchRoute {
    private static final int USUAL_LIMIT = 1000;
    private static final int MOST_LIMIT = 10_000;
    private static final Duration TELLING = Duration.ofMillis(100);

    private final Mailboxes mailboxes;
    private volatile boolean stopping;

    public SearchRoute(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** Ends all searches. */
    public void stop() {
        stopping = true;
    }

    public void search(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        var search = new MailboxSearch(
                Mailboxes.conditions(request),
                Parameters.text(request, "anywhere"),
                Parameters.time(request, "until"),
                Parameters.truth(request, "attachments"),
                Parameters.truth(request, "unseen"));
        int limit = Parameters.number(request, "limit", USUAL_LIMIT, MOST_LIMIT);
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
        try (OutputStream out = response.outputStream()) {
            search.run(mailbox, new Teller(out, limit));
        }
    }

    private final class Teller implements MailboxSearch.Listener {
        private final OutputStream out;
        private final int limit;
        private int found;
        private long told = System.nanoTime();

        Teller(OutputStream out, int limit) {
            this.out = out;
            this.limit = limit;
        }

        @Override
        public boolean found(int looked, int of, List<MessageSummary> messages) throws IOException {
            for (MessageSummary message : messages) {
                if (found < limit) {
                    found++;
                    line(MessageJson.of(message));
                }
            }
            boolean over = looked == of || found == limit || stopping;
            long now = System.nanoTime();
            if (over || looked == 0 || now - told > TELLING.toNanos()) {
                told = now;
                var progress = new JsonObject();
                progress.addProperty("looked", looked);
                progress.addProperty("of", of);
                progress.addProperty("found", found);
                progress.addProperty("done", over);
                line(progress);
                // A client that has hung up is noticed by this.
                out.flush();
            }
            return !over;
        }

        private void line(JsonObject json) throws IOException {
            out.write((Answer.text(json) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
