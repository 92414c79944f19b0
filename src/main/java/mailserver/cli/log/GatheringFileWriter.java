package mailserver.cli.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.mail.MessageIds;
import mailserver.wire.text.LogLine;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.provider.InternalLogger;
import org.tinylog.writers.RollingFileWriter;
import org.tinylog.writers.Writer;

/**
 * tinylog's rolling files, written some lines at a time by a thread of their own.
 *
 * <p>The library can do that itself, but wakes its thread for each line, which took a fifth of the time that a message took. Here the
 * first line of some wakes it, and it waits a moment for others. The name of this class is how {@link Logging} asks tinylog for it.
 */
public final class GatheringFileWriter implements Writer {
    /** How long a line waits for others, in nanoseconds: too short for a person to see. */
    private static final long GATHER = 20_000_000;

    /** When the disk is slower than those who log, they write themselves. */
    private static final int MOST = 10_000;

    private final RollingFileWriter files;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Queue<LogEntry> waiting = new ArrayDeque<>();
    /** Held by whoever writes, from the taking of the lines on, so that they stay in order. */
    private final ReentrantLock writing = new ReentrantLock();

    private final AtomicBoolean awake = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    /** Called by tinylog, with what its configuration says. */
    public GatheringFileWriter(Map<String, String> properties) throws IOException {
        this.files = new RollingFileWriter(properties);
        this.thread = Thread.ofPlatform().name("log").daemon().start(this::run);
    }

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return files.getRequiredLogEntryValues();
    }

    @Override
    public void write(LogEntry entry) {
        int count;
        lock.lock();
        try {
            waiting.add(entry);
            count = waiting.size();
        } finally {
            lock.unlock();
        }
        if (count > MOST) {
            drain();
        } else if (!awake.getAndSet(true)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            while (!awake.get() && !closed) {
                LockSupport.park(this);
            }
            LockSupport.parkNanos(this, GATHER);
            // Before the lines are taken: one that comes right behind wakes us once more, in vain at worst.
            awake.set(false);
            drain();
        }
    }

    private void drain() {
        writing.lock();
        try {
            for (LogEntry entry : taken()) {
                files.write(inFields(entry));
            }
            files.flush();
        } catch (IOException e) {
            InternalLogger.log(Level.ERROR, e, "the log can't be written");
        } finally {
            writing.unlock();
        }
    }

    /** Programs read the log: what was said in words becomes a field, with the message that it is about in front. */
    private static LogEntry inFields(LogEntry entry) {
        String message = entry.getMessage();
        if (message == null || LogLine.parse(message).isPresent()) {
            return entry;
        }
        int colon = message.indexOf(": ");
        boolean ofMessage =
                colon > 0 && MessageIds.time(message.substring(0, colon)).isPresent();
        String line = ofMessage
                ? LogLine.message(message.substring(0, colon), message.substring(colon + 2))
                : LogLine.message(message);
        return new LogEntry(
                entry.getTimestamp(),
                entry.getThread(),
                entry.getContext(),
                entry.getClassName(),
                entry.getMethodName(),
                entry.getFileName(),
                entry.getLineNumber(),
                entry.getTag(),
                entry.getLevel(),
                line,
                entry.getException());
    }

    private List<LogEntry> taken() {
        lock.lock();
        try {
            var taken = new ArrayList<>(waiting);
            waiting.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void flush() {
        drain();
    }

    @Override
    public void close() throws Exception {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
        drain();
        files.close();
    }
}
