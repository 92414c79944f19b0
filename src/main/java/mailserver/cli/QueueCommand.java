package mailserver.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.config.ServerFiles;
import mailserver.mail.MessageIds;
import mailserver.queue.Change;
import mailserver.queue.EntryText;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueFolder;
import mailserver.queue.RecipientState;
import mailserver.queue.Selection;
import mailserver.server.ControlRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code queue}: shows what waits for peers, from the files, and changes it, through the server when one runs. */
@Command(name = "queue", description = "Show and change the mail that waits for peers.")
final class QueueCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<QueueEntry> entries = entries(home.files());
        if (json) {
            out().println(QueueJson.of(entries));
        } else {
            QueueTable.of(entries, isRunning(home.files()), Instant.now()).forEach(out()::println);
        }
        return Exit.DONE;
    }

    @Command(description = "Show one message: its envelope, then its text.")
    int show(
            @Mixin HomeOption mixin,
            @Option(names = "--json", description = "the envelope only, as JSON") boolean asJson,
            @Parameters(paramLabel = "ID") String id)
            throws Exception {
        ServerFiles files = mixin.files();
        if (!exists(files, id)) {
            throw unknown(files, id);
        }
        QueueFolder folder = folder(files);
        QueueEntry entry = folder.load(id);
        if (json || asJson) {
            out().println(QueueJson.of(entry));
        } else {
            out().println(EntryText.format(entry));
            // A message may have any octets: what is not UTF-8 shows as a replacement character.
            try (var text = new InputStreamReader(Files.newInputStream(folder.eml(id)), StandardCharsets.UTF_8)) {
                text.transferTo(out());
            }
            out().println();
        }
        return Exit.DONE;
    }

    @Command(description = "Try messages now, unless they are held.")
    int retry(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") Chosen chosen) throws Exception {
        return change(mixin.files(), Change.RETRY, chosen);
    }

    @Command(description = "Make no attempts for messages until they are released.")
    int hold(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") Chosen chosen) throws Exception {
        return change(mixin.files(), Change.HOLD, chosen);
    }

    @Command(description = "End a hold.")
    int release(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") Chosen chosen) throws Exception {
        return change(mixin.files(), Change.RELEASE, chosen);
    }

    @Command(description = "Remove messages for good; nobody is told.")
    int remove(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") Chosen chosen) throws Exception {
        return change(mixin.files(), Change.REMOVE, chosen);
    }

    @Command(description = "Give messages back to their senders now.")
    int bounce(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") Chosen chosen) throws Exception {
        return change(mixin.files(), Change.BOUNCE, chosen);
    }

    @Command(description = "Keep mail for a domain here until it is resumed.")
    int pause(
            @Mixin HomeOption mixin,
            @Parameters(paramLabel = "DOMAIN", converter = DomainConverter.class) String domain)
            throws Exception {
        return change(mixin.files(), new ControlRequest.QueuePause(domain));
    }

    @Command(description = "Let mail for a domain go out again.")
    int resume(
            @Mixin HomeOption mixin,
            @Parameters(paramLabel = "DOMAIN", converter = DomainConverter.class) String domain)
            throws Exception {
        return change(mixin.files(), new ControlRequest.QueueResume(domain));
    }

    /** Which messages a command is for. */
    static final class Chosen {
        @Option(names = "--all", required = true, description = "every message")
        private boolean all;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "DOMAIN",
                converter = DomainConverter.class,
                description = "those that wait for somebody in this domain")
        private Optional<String> to = Optional.empty();

        @Option(
                names = "--from",
                required = true,
                paramLabel = "ADDRESS",
                description = "those of this sender; <> for reports")
        private Optional<String> from = Optional.empty();

        @Parameters(paramLabel = "ID")
        private Optional<String> id = Optional.empty();

        Selection selection() {
            if (to.isPresent()) {
                return new Selection.To(to.get());
            }
            if (from.isPresent()) {
                return from.get().equals("<>")
                        ? new Selection.FromNobody()
                        : new Selection.From(new AddressConverter().convert(from.get()));
            }
            return id.<Selection>map(Selection.Id::new).orElseGet(Selection.All::new);
        }
    }

    private int change(ServerFiles files, Change change, Chosen chosen) throws Exception {
        Selection which = chosen.selection();
        if (which instanceof Selection.Id(String id)) {
            if (!exists(files, id)) {
                throw unknown(files, id);
            }
            if (change == Change.RETRY) {
                QueueEntry entry = folder(files).load(id);
                if (entry.held()) {
                    throw new CommandFailed(id + " is held; " + Hint.of(files, "queue release " + id) + " lets it go");
                }
                if (isBeingTried(entry) && isRunning(files)) {
                    out().println(id + " is being tried already");
                    return Exit.DONE;
                }
            }
        }
        return change(files, new ControlRequest.QueueChange(change, which));
    }

    private int change(ServerFiles files, ControlRequest.OfQueue request) throws Exception {
        Optional<List<String>> lines = new Asking(files).askIfRunning(request);
        (lines.isPresent() ? lines.get() : new OfflineQueue(files).change(request)).forEach(out()::println);
        return Exit.DONE;
    }

    private static List<QueueEntry> entries(ServerFiles files) throws IOException {
        // Looking at a home that never ran makes no folders in it.
        return Files.isDirectory(files.queue()) ? folder(files).look() : List.of();
    }

    /** Whether there is nobody left whom a retry would make due. */
    private static boolean isBeingTried(QueueEntry entry) {
        List<RecipientState> open =
                entry.recipients().stream().filter(RecipientState::isOpen).toList();
        return !open.isEmpty() && open.stream().allMatch(state -> state.status() == RecipientState.Status.TRYING);
    }

    /** One that drains counts: it doesn't answer any more, but holds the home. */
    private static boolean isRunning(ServerFiles files) throws IOException, CommandFailed {
        return new Asking(files).askIfRunning(new ControlRequest.Status()).isPresent() || !new Stopper(files).isFree();
    }

    private static boolean exists(ServerFiles files, String id) throws IOException {
        return MessageIds.isId(id) && Files.exists(files.queue().resolve(id + ".eml"));
    }

    private static QueueFolder folder(ServerFiles files) throws IOException {
        return new QueueFolder(files.queue(), InstantSource.system());
    }

    private static CommandFailed unknown(ServerFiles files, String id) {
        return new CommandFailed(
                "there is no message " + id + " in the queue; " + Hint.of(files, "queue") + " shows those there are");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
