package mailserver.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.event.EventSink;
import mailserver.queue.runner.QueueRunner;
import mailserver.record.MailRecord;
import mailserver.store.Fence;

/** The queue of a server that doesn't run, with all it takes to write a report to somebody. No mail goes out. */
public final class OfflineMailSystem implements Closeable {
    private final MailSystem room;

    /** The caller holds the home's lock. */
    public OfflineMailSystem(ServerFiles files, Settings settings) throws IOException {
        this.room = new MailSystem(
                files,
                () -> settings,
                List::of,
                EventSink.NONE,
                MailRecord.off(files.log()),
                ServerOptions.DEFAULT,
                Fence.NONE);
        room.queue().load();
    }

    public QueueRunner queue() {
        return room.queue();
    }

    @Override
    public void close() {
        room.stop(Duration.ZERO);
    }
}
