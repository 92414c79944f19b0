package mailserver.web.admin;

import com.google.gson.JsonObject;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.record.EventJson;
import mailserver.record.RecordedEvent;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Caller;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/**
 * Events as they happen, as server-sent events (the HTML standard §9.2). Who is too slow for them is cut off, and asks again with the
 * number of the last one that he had.
 */
public final class EventRoutes {
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    /** What a slow client may be behind. */
    private static final int MOST_WAITING = 8192;
    /** Behind an event others are gathered for so long: a busy server would else send a packet for each to everybody. */
    private static final Duration GATHERING = Duration.ofMillis(100);
    /** A proxy or a browser takes a silent connection for dead. */
    private static final long HEARTBEAT_SECONDS = 15;

    private final MailServer server;
    private final Authentication authentication;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;

    public EventRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
        server.record().events().subscribe(this::offer);
    }

    private void offer(RecordedEvent event) {
        if (!streams.isEmpty()) {
            var frame = new Frame(event);
            streams.forEach(stream -> stream.offer(frame));
        }
    }

    public void stream(ServerRequest request, ServerResponse response) throws IOException {
        Caller caller = authentication.caller(request);
        Optional<Long> last = last(request);
        var stream = new Stream(caller);
        streams.add(stream);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        try (OutputStream out = response.outputStream()) {
            write(out, ": " + server.configuration().hostname() + "\nretry: 1000\n\n");
            if (last.isPresent()) {
                stream.replay(out, server.record().events().after(last.get()));
            }
            stream.run(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
        }
    }

    /** Ends all streams. */
    public void stop() {
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

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static byte[] octets(JsonObject event) {
        String text = "id: " + event.get("seq").getAsLong() + "\nevent: "
                + event.get("event").getAsString() + "\ndata: " + Answer.text(event) + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An event on its way to all streams, put into octets once. */
    private static final class Frame {
        private final RecordedEvent event;
        private volatile byte[] octets;

        Frame(RecordedEvent event) {
            this.event = event;
        }

        byte[] octets() {
            byte[] made = octets;
            if (made == null) {
                made = EventRoutes.octets(EventJson.of(event));
                octets = made;
            }
            return made;
        }
    }

    private final class Stream {
        private final Caller caller;
        private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private volatile boolean behind;
        private long sent = Long.MIN_VALUE;

        Stream(Caller caller) {
            this.caller = caller;
        }

        void offer(Frame frame) {
            if (concerns(frame.event.event())) {
                behind |= !waiting.offer(frame);
            }
        }

        void replay(OutputStream out, List<JsonObject> events) throws IOException {
            for (JsonObject event : events) {
                sent = event.get("seq").getAsLong();
                if (concerns(event)) {
                    out.write(octets(event));
                }
            }
            out.flush();
        }

        void run(OutputStream out) throws IOException, InterruptedException {
            List<Frame> batch = new ArrayList<>();
            long silent = 0;
            while (!stopping && !behind) {
                Frame first = waiting.poll(1, TimeUnit.SECONDS);
                if (first == null) {
                    if (++silent >= HEARTBEAT_SECONDS) {
                        silent = 0;
                        write(out, ":\n\n");
                    }
                    continue;
                }
                silent = 0;
                batch.add(first);
                waiting.drainTo(batch);
                send(out, batch);
                batch.clear();
                LockSupport.parkNanos(GATHERING.toNanos());
            }
        }

        /** What was replayed may have been heard of as well. */
        private void send(OutputStream out, List<Frame> batch) throws IOException {
            var octets = new ByteArrayOutputStream(1024);
            for (Frame frame : batch) {
                if (frame.event.number() > sent) {
                    octets.writeBytes(frame.octets());
                    sent = frame.event.number();
                }
            }
            octets.writeTo(out);
            out.flush();
        }

        /** An account hears of its own mailbox, an administrator of everything. */
        private boolean concerns(MailEvent event) {
            return caller.admin() || event instanceof MailEvent.Delivered delivered && caller.owns(delivered.mailbox());
        }

        private boolean concerns(JsonObject event) {
            return caller.admin()
                    || event.has("mailbox")
                            && Address.parse(event.get("mailbox").getAsString())
                                    .filter(caller::owns)
                                    .isPresent();
        }
    }
}
