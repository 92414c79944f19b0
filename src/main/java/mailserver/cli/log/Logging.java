package mailserver.cli.log;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mailserver.config.ServerFiles;
import mailserver.config.value.LogFormat;
import mailserver.config.value.LogSettings;
import mailserver.wire.Transcript;
import mailserver.wire.text.Printable;
import org.tinylog.Logger;
import org.tinylog.configuration.Configuration;
import org.tinylog.provider.ProviderRegistry;

/**
 * Sets tinylog up, in code, before its first use; later is too late, its configuration freezes then.
 *
 * <p>A log belongs to a process, not to a command: where several commands run in one JVM, as in tests, none of them may set
 * it up or end it. Only {@code main} says that the process is ours.
 */
public final class Logging {
    private static final String LINE = "{date:yyyy-MM-dd HH:mm:ss.SSS} {level|size=5} {message}";

    /** {@link GatheringFileWriter}, as tinylog knows it. */
    private static final String GATHERING = "gathering file";

    private static final AtomicBoolean DOWN = new AtomicBoolean();

    private static volatile boolean processIsOurs;

    private Logging() {}

    public static void ownProcess() {
        processIsOurs = true;
    }

    /** Whether the one who started a server sees what it logs. */
    public enum Console {
        SHOWN,
        SILENT
    }

    /** Commands that talk to people: warnings go to stderr, and no file is made. */
    public static void ofCommand() {
        configure(Map.of(
                "level", "warn", "writer", "console", "writer.stream", "err", "writer.format", "{level}: {message}"));
    }

    /**
     * A server's log, in the form that its configuration names.
     *
     * @return what is to be told about it: that there is no journal, and the log is text in files
     */
    public static Optional<String> ofServer(ServerFiles files, LogSettings log, Console console) {
        if (log.format() != LogFormat.JOURNALD || JournalStream.isThere(JournalStream.SOCKET)) {
            configure(settings(files, log, console));
            return Optional.empty();
        }
        configure(settings(files, new LogSettings(log.level(), LogFormat.TEXT), console));
        return Optional.of(
                "[log] format: no journald listens at " + JournalStream.SOCKET + "; the log is text in " + files.log());
    }

    static Map<String, String> settings(ServerFiles files, LogSettings log, Console console) {
        var settings = new HashMap<String, String>();
        settings.put("level", log.level().name().toLowerCase(Locale.ROOT));
        // Our own shutdown is later: what is said while sessions drain should be in the log.
        settings.put("autoshutdown", "false");
        switch (log.format()) {
            case TEXT -> {
                inFiles(files.log(), settings);
                settings.put("writer.format", LINE);
            }
            case JSON -> {
                inFiles(files.log(), settings);
                // The writer that tinylog has for one file knows nothing of our forms.
                settings.put("writer", GATHERING);
                settings.put("writer.form", "json");
                settings.put("writer.format", "{message}");
            }
            case JOURNALD -> {
                settings.put("writer", "journal");
                settings.put("writer.socket", JournalStream.SOCKET.toString());
            }
        }
        if (console == Console.SHOWN) {
            onConsole(log.format(), settings);
        }
        return settings;
    }

    /** Files that roll daily and at 10 MB, the 14 last ones kept; the newest is also known as mailserver.log. */
    private static void inFiles(Path log, Map<String, String> settings) {
        settings.put("writer.charset", "UTF-8");
        if (log.toString().contains("{")) {
            // tinylog would take a part of the folder's name for a pattern.
            settings.put("writer", "file");
            settings.put("writer.file", log.resolve("mailserver.log").toString());
            settings.put("writer.append", "true");
        } else {
            // Rolling files; sessions don't wait for the disk.
            settings.put("writer", GATHERING);
            settings.put("writer.buffered", "true");
            settings.put(
                    "writer.file",
                    log.resolve("mailserver.{date:yyyy-MM-dd}.{count}.log").toString());
            settings.put("writer.latest", log.resolve("mailserver.log").toString());
            settings.put("writer.policies", "daily, size: 10mb");
            settings.put("writer.backups", "14");
        }
    }

    private static void onConsole(LogFormat format, Map<String, String> settings) {
        switch (format) {
            case JSON -> settings.put("writer2", "json console");
            case JOURNALD -> {
                // A service's output goes to the journal, too: each line would be there twice.
                if (!JournalStream.isStandardOutput(System.getenv())) {
                    settings.put("writer2", "console");
                    settings.put("writer2.format", LINE);
                }
            }
            case TEXT -> {
                settings.put("writer2", "console");
                settings.put("writer2.format", LINE);
            }
        }
    }

    private static void configure(Map<String, String> settings) {
        if (processIsOurs && !Configuration.isFrozen()) {
            Configuration.replace(settings);
        }
    }

    /** Logs a conversation at level debug; at any other level nobody listens. */
    public static Transcript transcript(String label) {
        if (!Logger.isDebugEnabled()) {
            return Transcript.NONE;
        }
        return new Transcript() {
            @Override
            public void received(String line) {
                Logger.debug("{} > {}", label, Printable.line(line));
            }

            @Override
            public void sent(String line) {
                Logger.debug("{} < {}", label, Printable.line(line));
            }
        };
    }

    /** Writes out what is still on its way. */
    public static void shutdown() {
        if (!processIsOurs || DOWN.getAndSet(true)) {
            return;
        }
        try {
            ProviderRegistry.getLoggingProvider().shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
