package mailserver.hook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mailserver.config.ServerFiles;
import mailserver.config.value.HookSettings;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.store.MaildirName;
import mailserver.time.ScaledClock;
import org.tinylog.Logger;

/** The hooks of a running server: hears of deliveries, notes them behind the 250, and has them run. */
public final class Hooks implements EventSink, Closeable {
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(60);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final HookFolder folder;
    private final ServerFiles files;
    private final InstantSource clock;
    private final Map<HookNote.Kind, HookTarget> targets = new EnumMap<>(HookNote.Kind.class);
    private final HookRunner runner;
    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closed;

    /** @param name of the file, up to the colon */
    private record Delivery(String name, JsonObject payload) {}

    private Hooks(ServerFiles files, HookSettings settings, InstantSource clock) {
        this.files = files;
        this.folder = new HookFolder(folderIn(files));
        this.clock = clock;
        if (!settings.onDelivery().isEmpty()) {
            targets.put(
                    HookNote.Kind.COMMAND,
                    new CommandTarget(settings.onDelivery(), files.home().toAbsolutePath(), LONGEST_COMMAND));
        }
        settings.url().ifPresent(url -> targets.put(HookNote.Kind.URL, new UrlTarget(url)));
        this.runner = new HookRunner(folder, targets, clock);
        this.writer = Thread.ofVirtual().name("hook notes").unstarted(this::write);
    }

    private static Path folderIn(ServerFiles files) {
        // Beside the other things of the running server, where no domain can be.
        return files.run().resolve("hooks");
    }

    /**
     * Begins, before any mail is taken.
     *
     * @return empty when nobody is to be told, and then there is neither thread nor folder
     */
    public static Optional<Hooks> start(ServerFiles files, HookSettings settings, InstantSource clock)
            throws IOException {
        if (settings.isNone()) {
            new HookFolder(folderIn(files)).forgetPosition();
            return Optional.empty();
        }
        var hooks = new Hooks(files, settings, clock);
        hooks.folder.make();
        List<HookNote> notes = hooks.folder.load();
        notes.addAll(hooks.missed());
        hooks.runner.add(notes);
        hooks.runner.start();
        hooks.writer.start();
        if (clock instanceof ScaledClock scaled) {
            scaled.whenAdvanced(hooks.runner::wake);
        }
        return Optional.of(hooks);
    }

    @Override
    public void add(MailEvent event) {
        if (event instanceof MailEvent.Delivered delivered) {
            String name = MaildirName.base(delivered.file().getFileName().toString());
            heard.add(new Delivery(name, payload(delivered, clock.instant())));
        }
    }

    /** What was delivered and not noted before the process was killed. */
    private List<HookNote> missed() throws IOException {
        Optional<Instant> position = folder.position();
        if (position.isEmpty()) {
            folder.reached(clock.instant());
            return List.of();
        }
        Set<String> noted = folder.noted();
        List<Delivery> unnoted = new ArrayList<>();
        for (DeliveredFiles.Found found :
                DeliveredFiles.since(files, position.get().minus(HookFolder.MARGIN))) {
            if (!noted.contains(found.name())) {
                unnoted.add(new Delivery(found.name(), payload(found)));
            }
        }
        List<HookNote> notes = notes(unnoted);
        if (!notes.isEmpty()) {
            Logger.warn("hooks: {} deliveries were not noted before the last end, and are now", unnoted.size());
            folder.add(notes);
        }
        folder.reached(clock.instant());
        return notes;
    }

    private List<HookNote> notes(List<Delivery> deliveries) {
        Instant now = clock.instant();
        List<HookNote> notes = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            targets.keySet()
                    .forEach(target ->
                            notes.add(new HookNote(delivery.name(), target, delivery.payload(), now, 0, now, "")));
        }
        return notes;
    }

    private void write() {
        try {
            while (!closed || !heard.isEmpty()) {
                Delivery first = heard.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    List<Delivery> batch = new ArrayList<>(List.of(first));
                    heard.drainTo(batch);
                    note(batch);
                }
            }
        } catch (InterruptedException e) {
            Logger.error("hooks: the thread was interrupted, none are noted any more");
        }
    }

    private void note(List<Delivery> batch) {
        List<HookNote> notes = notes(batch);
        try {
            folder.add(notes);
            folder.reached(clock.instant());
        } catch (IOException e) {
            // They are run all the same, from memory; the position stays, so that a start finds them again.
            Logger.error("hooks: {} deliveries can't be noted: {}", batch.size(), e.toString());
        }
        runner.add(notes);
    }

    /** How it stands, for people. */
    public String inWords() {
        return runner.inWords();
    }

    /** Notes what is left, when no mail is taken any more. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSING);
            runner.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (targets.get(HookNote.Kind.URL) instanceof UrlTarget url) {
            url.close();
        }
    }

    private static JsonObject payload(MailEvent.Delivered delivered, Instant now) {
        return payload(
                now,
                Optional.of(delivered.id()),
                delivered.sender().address().map(Address::toString),
                delivered.mailbox(),
                delivered.file(),
                delivered.uid(),
                delivered.size());
    }

    private static JsonObject payload(DeliveredFiles.Found found) {
        // Who sent it, and under which id, the file says; nothing more is known.
        return payload(
                found.delivered(),
                Optional.empty(),
                Optional.empty(),
                found.mailbox(),
                found.file(),
                found.uid(),
                found.size());
    }

    private static JsonObject payload(
            Instant time,
            Optional<String> queueId,
            Optional<String> from,
            Address mailbox,
            Path file,
            String uid,
            long size) {
        var json = new JsonObject();
        json.addProperty("event", "delivered");
        json.addProperty("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        queueId.ifPresent(id -> json.addProperty("queue_id", id));
        from.ifPresent(sender -> json.addProperty("from", sender));
        var to = new JsonArray();
        to.add(mailbox.toString());
        json.add("to", to);
        json.addProperty("mailbox", mailbox.toString());
        json.addProperty("file", file.toAbsolutePath().toString());
        json.addProperty("id", uid);
        json.addProperty("size", size);
        return json;
    }
}
