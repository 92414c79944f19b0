package mailserver.cli.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import mailserver.cli.support.HomeOption;
import mailserver.record.EventTail;
import mailserver.record.MailRecord;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watch}: what happens to mail, while it happens. */
@Command(name = "watch", description = "Show what happens to mail as it happens, until Ctrl-C.")
public final class WatchCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "a line of JSON for each")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var tail = new EventTail(MailRecord.eventsIn(home.files().log()), Instant.now());
        while (true) {
            List<JsonObject> events = tail.next();
            events.forEach(event -> spec.commandLine().getOut().println(json ? event.toString() : line(event)));
            spec.commandLine().getOut().flush();
            if (events.isEmpty()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static String line(JsonObject event) {
        var line = new StringBuilder();
        line.append(TIME.format(Instant.parse(event.get("time").getAsString()).atZone(ZoneId.systemDefault())));
        line.append("  %-9s".formatted(event.get("event").getAsString()));
        add(line, event, " ", "queue_id");
        if (event.has("from")) {
            line.append(" <").append(event.get("from").getAsString()).append('>');
        }
        if (event.has("to")) {
            line.append(" to ")
                    .append(StreamSupport.stream(event.getAsJsonArray("to").spliterator(), false)
                            .map(JsonElement::getAsString)
                            .map(address -> "<" + address + ">")
                            .collect(Collectors.joining(", ")));
        }
        add(line, event, " by ", "client");
        add(line, event, " at ", "hop");
        add(line, event, ": ", "reply");
        add(line, event, ": ", "reason");
        add(line, event, ", next try ", "next");
        add(line, event, " as ", "file");
        return Printable.word(line.toString());
    }

    private static void add(StringBuilder line, JsonObject event, String before, String key) {
        if (event.has(key)) {
            line.append(before).append(event.get(key).getAsString());
        }
    }
}
