package mailserver.cli.mail;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.config.file.Durations;
import mailserver.mailbox.AwaitedMessages;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.wire.text.DurationText;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code await}: waits for messages, whoever delivers them. */
@Command(
        name = "await",
        description = "Wait for messages; print the paths of their files, or after the timeout what came instead.")
public final class AwaitCommand implements Callable<Integer> {
    /** Where the kernel doesn't tell of new files, and for a mailbox whose folder isn't there yet. */
    private static final Duration LOOK = Duration.ofMillis(200);

    @Mixin
    private HomeOption home;

    @Mixin
    private MailboxOption mailbox;

    @Mixin
    private ConditionOptions conditions;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "for so many (default: 1)")
    private int count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Time.class,
            description = "for so long at the most, such as 500ms or 2m (default: 10s)")
    private Duration timeout;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return Durations.parse(value)
                    .orElseThrow(() -> new TypeConversionException("\"" + value + "\" is not a time such as 10s"));
        }
    }

    @Override
    public Integer call() throws Exception {
        Path folder = mailbox.folder(home.files());
        var looking = new AwaitedMessages(mailbox.reader(home.files()), conditions.conditions());
        long end = System.nanoTime() + timeout.toNanos();
        looking.look();
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            Set<Path> watched = new HashSet<>();
            while (looking.found().size() < count && System.nanoTime() < end) {
                if (watch(folder, watch, watched)) {
                    // It may have come before it was watched for.
                    looking.look();
                    continue;
                }
                long most = Math.min(LOOK.toNanos(), end - System.nanoTime());
                WatchKey key = watch.poll(Math.max(1, most), TimeUnit.NANOSECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                looking.look();
            }
        }
        return looking.found().size() >= count ? found(looking) : missed(looking);
    }

    /** @return whether a folder is watched from now on that was not before */
    private static boolean watch(Path maildir, WatchService watch, Set<Path> watched) throws IOException {
        boolean more = false;
        for (Path folder : List.of(maildir.resolve("new"), maildir.resolve("cur"))) {
            if (Files.isDirectory(folder) && watched.add(folder)) {
                folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
                more = true;
            }
        }
        return more;
    }

    private int found(AwaitedMessages looking) {
        if (json) {
            out().println(json(looking));
        } else {
            looking.found().forEach(message -> out().println(message.file()));
        }
        return Exit.DONE;
    }

    private int missed(AwaitedMessages looking) {
        if (json) {
            out().println(json(looking));
            return Exit.FAILED;
        }
        PrintWriter err = spec.commandLine().getErr();
        String what =
                looking.found().isEmpty() ? "no such message" : looking.found().size() + " of " + count + " messages";
        err.println(what + " came within " + words(timeout)
                + (looking.others().isEmpty() ? ", and no other is there" : "; what is there instead:"));
        looking.others().forEach(other -> err.println("  " + Printable.word(line(other))));
        return Exit.FAILED;
    }

    private static String line(AwaitedMessages.Other other) {
        MessageSummary message = other.message();
        return "\"" + message.subject() + "\" from " + message.from() + ": " + other.mismatch();
    }

    private static String words(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + "ms" : DurationText.text(time);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static JsonObject json(AwaitedMessages awaited) {
        var all = new JsonObject();
        all.addProperty("total", awaited.found().size());
        var messages = new JsonArray();
        awaited.found().reversed().forEach(message -> messages.add(MessageJson.of(message)));
        all.add("messages", messages);
        all.add("seen", MessageJson.others(awaited.others()));
        return all;
    }
}
