package mailserver.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mailserver.config.ServerFiles;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mail.Content;
import mailserver.mail.Envelope;
import mailserver.mail.Recipient;
import mailserver.mail.Trace;
import mailserver.queue.QueueEntry;
import mailserver.queue.files.QueueFolder;
import mailserver.smtp.server.MailHandler.Incoming;
import mailserver.store.DurableFiles;
import mailserver.store.Fence;
import mailserver.store.Maildir;
import mailserver.store.MaildirNames;
import mailserver.store.Spool;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/**
 * Puts one message where its recipients' routes lead: written once, linked into every mailbox and the queue, and all of it on
 * disk before anyone is told so. When one copy fails, those already made are taken back, so a client that tries again doubles
 * nothing.
 */
public final class Dispatcher {
    private final Router router;
    private final ServerFiles files;
    private final MaildirNames names;
    private final Supplier<String> ids;
    private final QueueFolder queue;
    private final Consumer<QueueEntry> queued;
    private final SuccessReports reports;
    private final EventSink events;
    private final InstantSource clock;
    private final Fence fence;

    /**
     * @param fence  asked before a message is put anywhere, and before it is acknowledged
     * @param ids    names a part of a message that goes into the queue in several
     * @param queued told of every entry once it is in the queue's folder
     */
    public Dispatcher(
            Router router,
            ServerFiles files,
            MaildirNames names,
            Supplier<String> ids,
            QueueFolder queue,
            Consumer<QueueEntry> queued,
            SuccessReports reports,
            EventSink events,
            InstantSource clock,
            Fence fence) {
        this.fence = fence;
        this.router = router;
        this.files = files;
        this.names = names;
        this.ids = ids;
        this.queue = queue;
        this.queued = queued;
        this.reports = reports;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Begins a message for these recipients. One who was taken and is unknown by now, after a reload in between, goes the
     * queue's way, so that the sender hears of it. A message that its sender wants held back goes there for all of them, and
     * comes by here again when its time has come.
     *
     * @param origin where it comes from, in words for {@code queue show}
     * @param trace  the lines to write on top of it
     */
    public Incoming receive(Envelope envelope, String origin, String trace) throws IOException {
        Destinations destinations = envelope.parameters().timing().isHeld(clock.instant())
                ? Destinations.later(envelope.recipients())
                : router.destinations(envelope.recipients());
        return new Message(envelope, destinations, origin, trace);
    }

    private final class Message implements Incoming {
        private final Envelope envelope;
        private final Destinations destinations;
        private final List<Address> owners;
        private final List<Maildir> mailboxes;
        private final String origin;
        private final Spool spool;
        private final Fence ours = fence.sinceNow();

        Message(Envelope envelope, Destinations destinations, String origin, String trace) throws IOException {
            this.envelope = envelope;
            this.destinations = destinations;
            this.origin = origin;
            this.owners = List.copyOf(destinations.mailboxes().keySet());
            this.mailboxes = owners.stream()
                    .map(account -> Maildir.of(files.maildir(), account))
                    .toList();
            for (Maildir mailbox : mailboxes) {
                mailbox.make();
            }
            // The first mailbox' own tmp, so that publishing stays within one file system wherever that can be.
            this.spool = spool();
            try {
                // RFC 5321 §4.4. The queue's copy has it, too; it isn't sent on.
                spool.write(Trace.returnPath(envelope.sender()) + trace);
            } catch (IOException e) {
                spool.close();
                throw e;
            }
        }

        private Spool spool() throws IOException {
            try {
                return newSpool();
            } catch (NoSuchFileException e) {
                // Somebody has removed the folder while we run.
                for (Maildir mailbox : mailboxes) {
                    mailbox.makeAgain();
                }
                DurableFiles.makeFolderAgain(queue.tmp());
                return newSpool();
            }
        }

        private Spool newSpool() throws IOException {
            return mailboxes.isEmpty()
                    ? queue.spool(names.next())
                    : new Spool(mailboxes.getFirst().tmp().resolve(names.next()));
        }

        private Path publish(Maildir mailbox, Content content) throws IOException {
            try {
                return mailbox.publish(content, names.next());
            } catch (NoSuchFileException e) {
                mailbox.makeAgain();
                return mailbox.publish(content, names.next());
            }
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            spool.write(octets, offset, length);
        }

        @Override
        public void commit() throws IOException {
            ours.require();
            Content content = spool.finish();
            var published = new ArrayList<Path>();
            try {
                for (Maildir mailbox : mailboxes) {
                    published.add(publish(mailbox, content));
                }
                DurableFiles.syncFolders(mailboxes.stream().map(Maildir::fresh).toList());
                enqueue(content.file());
            } catch (IOException e) {
                takeBack(published);
                throw e;
            }
            // What is there stays there: it may be another node's by now. The client sends once more, as after a crash
            // (RFC 1047).
            ours.require();
            events.add(new MailEvent.Received(
                    envelope.id(), envelope.sender(), envelope.addresses(), origin, content.wireBytes()));
            for (int i = 0; i < owners.size(); i++) {
                delivered(owners.get(i), published.get(i), content);
            }
            reports.tell(envelope, destinations, origin, content.file());
        }

        private void enqueue(Path text) throws IOException {
            List<Recipient> remote = destinations.queued();
            if (remote.isEmpty()) {
                return;
            }
            var entries = new ArrayList<QueueEntry>();
            List<Envelope> parts = EnvelopeSplitter.of(envelope.to(remote), ids);
            // Reports on mailboxes and aliases quote the text.
            boolean sole = parts.size() == 1
                    && mailboxes.isEmpty()
                    && destinations.expanded().isEmpty();
            try {
                for (Envelope part : parts) {
                    QueueEntry entry = QueueEntry.of(part, clock.instant(), origin);
                    queue.add(entry, text, sole);
                    entries.add(entry);
                }
            } catch (IOException e) {
                entries.forEach(entry -> takeBack(entry, e));
                throw e;
            }
            for (QueueEntry entry : entries) {
                String part = entry.id().equals(envelope.id()) ? "" : ", a part of " + envelope.id();
                entry.recipients()
                        .forEach(recipient -> Logger.info(LogLine.of(entry.id())
                                .with("from", envelope.sender())
                                .with("to", "<" + recipient.address() + ">")
                                .status("queued", "from " + origin + part)));
                queued.accept(entry);
            }
        }

        /** Each of them: the client hears that nothing was taken. */
        private void takeBack(QueueEntry entry, IOException why) {
            try {
                queue.remove(entry.id());
            } catch (IOException e) {
                Logger.error("{}: could not be taken back out of the queue: {}", entry.id(), e.toString());
                why.addSuppressed(e);
            }
        }

        private void delivered(Address owner, Path copy, Content content) {
            Logger.info(LogLine.of(envelope.id())
                    .with("from", envelope.sender())
                    .with("to", "<" + owner + ">")
                    .with("relay", "maildir")
                    .with("dsn", "2.0.0")
                    .status("sent", "delivered to maildir as " + copy.getFileName()));
            events.add(new MailEvent.Delivered(
                    envelope.id(), envelope.sender(), owner, copy, content.sha256(), content.wireBytes()));
        }

        private void takeBack(List<Path> published) {
            for (Path copy : published) {
                try {
                    Files.deleteIfExists(copy);
                } catch (IOException e) {
                    Logger.error("{}: {} could not be taken back: {}", envelope.id(), copy, e.toString());
                }
            }
        }

        @Override
        public void close() {
            try {
                spool.close();
            } catch (IOException e) {
                // Leftovers are removed at a later start.
                Logger.warn("{}: the spool file stays: {}", envelope.id(), e.toString());
            }
        }
    }
}
