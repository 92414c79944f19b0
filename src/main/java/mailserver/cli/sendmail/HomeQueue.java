package mailserver.cli.sendmail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.InstantSource;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.mail.Content;
import mailserver.mail.Envelope;
import mailserver.mail.Trace;
import mailserver.queue.QueueEntry;
import mailserver.queue.files.QueueFolder;
import mailserver.store.DurableFiles;
import mailserver.store.Spool;
import mailserver.wire.OctetSink;

/**
 * Puts messages into the queue of a home without its server, which takes them from there: at its next start, or within a second where
 * it runs after all. They are on the disk when this says so. Root's files become those of the home's owner.
 */
public final class HomeQueue {
    private final ServerFiles files;
    private final String hostname;
    private final InstantSource clock;

    public HomeQueue(ServerFiles files, String hostname, InstantSource clock) {
        this.files = files;
        this.hostname = hostname;
        this.clock = clock;
    }

    /** Writes a message's octets, with LF line ends. */
    public interface Text {
        void writeTo(OctetSink sink) throws IOException;
    }

    public void add(Envelope envelope, Text text) throws IOException {
        if (!Files.isDirectory(files.home())) {
            throw new IOException(files.home() + " is not there");
        }
        DurableFiles.makeFolder(files.queue());
        var folder = new QueueFolder(files.queue(), clock);
        try (var spool = new Spool(folder.tmp().resolve(envelope.id()))) {
            spool.write(
                    Trace.returnPath(envelope.sender()) + Trace.receivedLocally(hostname, envelope, clock.instant()));
            text.writeTo(spool);
            Content content = spool.finish();
            giveToOwner(List.of(content.file()));
            folder.add(QueueEntry.of(envelope, clock.instant(), "sendmail of " + user()), content.file());
        }
        giveToOwner(List.of(
                files.maildir(),
                files.queue(),
                folder.tmp(),
                files.failed(),
                files.queue().resolve(envelope.id() + ".envelope")));
    }

    private void giveToOwner(List<Path> made) throws IOException {
        UserPrincipal owner = Files.getOwner(files.home());
        for (Path path : made) {
            if (!Files.getOwner(path).equals(owner)) {
                Files.setOwner(path, owner);
            }
        }
    }

    private static String user() {
        return System.getProperty("user.name", "somebody");
    }
}
