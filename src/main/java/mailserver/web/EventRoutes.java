package mailserver.web;

import com.google.gson.JsonObject;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import mailserver.mail.Address;
import mailserver.record.EventHub;
import mailserver.record.EventJson;
import mailserver.record.RecordedEvent;
import mailserver.server.MailServer;

/**
 * Events as they happen, as server-sent events (the HTML standard §9.2). Who is too slow for them is cut off, and asks again with the
 * number of the last one that he had.
 */
final class EventRoutes {
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    /** What a slow client may be behind. */
    private static final int MOST_WAITING = 1000;
    /** A proxy or a browser takes a silent connection for dead. */
    private static final long HEARTBEAT_SECONDS = 15;

    private final MailServer server;
    private final Authentication authentication;
    private volatile boolean stopping;

    EventRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    void stream(ServerRequest request, ServerResponse response) throws IOException {
        Caller caller = authentication.caller(request);
        Optional<Long> last = last(request);
        var waiting = new ArrayBlockingQueue<RecordedEvent>(MOST_WAITING);
        var stream = new Stream(caller, waiting);
        EventHub.Subscription subscription = server.record().events().subscribe(stream::offer);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            stream.write(out, ": " + server.configuration().hostname() + "\n\n");
            if (last.isPresent()) {
                stream.replay(out, server.record().events().after(last.get()));
            }
            stream.run(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            subscription.close();
        }
    }

    /** Ends all streams. */
    void stop() {
        stopping = true;
    }

    /** By the header that browsers send by themselves, or by a parameter, for those that can't set headers. */
    private static Optional<Long> last(ServerRequest request) {
        Optional<String> written =
                request.headers().first(LAST_EVENT_ID).or(() -> Parameters.text(request, "last_event_id"));
        try {
            return written.map(String::strip).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("Last-Event-ID is the id of an event, a number");
        }
    }

    private final class Stream {
        private final Caller caller;
        private final BlockingQueue<RecordedEvent> waiting;
        private volatile boolean behind;
        private long sent = Long.MIN_VALUE;

        Stream(Caller caller, BlockingQueue<RecordedEvent> waiting) {
            this.caller = caller;
            this.waiting = waiting;
        }

        void offer(RecordedEvent event) {
            behind |= !waiting.offer(event);
        }

        void replay(OutputStream out, List<JsonObject> events) throws IOException {
            for (JsonObject event : events) {
                send(out, event);
            }
        }

        void run(OutputStream out) throws IOException, InterruptedException {
            long silent = 0;
            while (!stopping && !behind) {
                RecordedEvent event = waiting.poll(1, TimeUnit.SECONDS);
                if (event != null) {
                    silent = 0;
                    if (event.number() > sent) {
                        send(out, EventJson.of(event));
                    }
                } else if (++silent >= HEARTBEAT_SECONDS) {
                    silent = 0;
                    write(out, ":\n\n");
                }
            }
        }

        private void send(OutputStream out, JsonObject event) throws IOException {
            sent = event.get("seq").getAsLong();
            if (concerns(event)) {
                write(
                        out,
                        "id: " + sent + "\nevent: " + event.get("event").getAsString() + "\ndata: " + Answer.text(event)
                                + "\n\n");
            }
        }

        /** An account hears of its own mailbox, an administrator of everything. */
        private boolean concerns(JsonObject event) {
            return caller.admin()
                    || event.has("mailbox")
                            && Address.parse(event.get("mailbox").getAsString())
                                    .filter(caller::owns)
                                    .isPresent();
        }

        void write(OutputStream out, String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
