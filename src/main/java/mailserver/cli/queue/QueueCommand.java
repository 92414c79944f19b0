package mailserver.cli.queue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.DomainConverter;
import mailserver.cli.support.Exit;
import mailserver.cli.support.Hint;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import mailserver.control.ControlRequest;
import mailserver.mail.MessageIds;
import mailserver.queue.QueueEntry;
import mailserver.queue.QueueOrder;
import mailserver.queue.RecipientState;
import mailserver.queue.Selection;
import mailserver.queue.files.EntryText;
import mailserver.queue.look.QueueJson;
import mailserver.queue.look.QueueListing;
import mailserver.queue.look.QueueView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code queue}: shows what waits for peers, from the files, and changes it, through the server when one runs. */
@Command(name = "queue", description = "Show and change the mail that waits for peers.")
public final class QueueCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @ArgGroup(exclusive = false)
    private QueueFilter filter = new QueueFilter();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        QueueView view = HomeQueueView.of(files);
        var listing = new QueueListing(files);
        if (json) {
            QueueJson.Stream stream = new QueueJson(view).new Stream(out());
            listing.read(filter.entries(), stream::add);
            stream.end();
            out().println();
        } else {
            var table = new QueueTable(view, filter.recipients(), files.shared().isPresent(), out()::println);
            listing.read(filter.entries(), table::add);
            table.end(
                    filter.isOpen() ? "the queue is empty" : "no such message is in the queue",
                    "no server runs, so nothing is tried; " + Hint.of(files, "start") + " starts one");
        }
        return Exit.DONE;
    }

    @Command(description = "Show one message: its envelope, how it stands with each recipient, then its text.")
    int show(
            @Mixin HomeOption mixin,
            @Option(names = "--json", description = "the envelope only, as JSON") boolean asJson,
            @Parameters(paramLabel = "ID") String id)
            throws Exception {
        ServerFiles files = files(mixin);
        QueueListing.Item item = find(files, id);
        QueueEntry entry = item.entry();
        QueueView view = HomeQueueView.of(files);
        if (json || asJson) {
            out().println(new QueueJson(view).of(item));
        } else {
            out().print(EntryText.format(entry));
            entry.recipients().forEach(one -> out().println("# <" + one.address() + ">: " + view.state(entry, one)));
            out().println();
            // A message may have any octets: what is not UTF-8 shows as a replacement character.
            try (var text = new InputStreamReader(Files.newInputStream(item.text()), StandardCharsets.UTF_8)) {
                text.transferTo(out());
            }
            out().println();
        }
        return Exit.DONE;
    }

    @Command(description = "Tell the life of a message, from the logs; also when it has left the queue.")
    int log(@Mixin HomeOption mixin, @Parameters(paramLabel = "ID") String id) throws Exception {
        new QueueLog(files(mixin)).tell(id).forEach(out()::println);
        return Exit.DONE;
    }

    @Command(description = "Try messages now, unless they are held.")
    int retry(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") QueueChoice chosen) throws Exception {
        return change(files(mixin), QueueOrder.RETRY, chosen);
    }

    @Command(description = "Make no attempts for messages until they are released.")
    int hold(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") QueueChoice chosen) throws Exception {
        return change(files(mixin), QueueOrder.HOLD, chosen);
    }

    @Command(description = "End a hold.")
    int release(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") QueueChoice chosen) throws Exception {
        return change(files(mixin), QueueOrder.RELEASE, chosen);
    }

    @Command(description = "Remove messages for good; nobody is told.")
    int remove(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") QueueChoice chosen) throws Exception {
        return change(files(mixin), QueueOrder.REMOVE, chosen);
    }

    @Command(description = "Give messages back to their senders now.")
    int bounce(@Mixin HomeOption mixin, @ArgGroup(multiplicity = "1") QueueChoice chosen) throws Exception {
        return change(files(mixin), QueueOrder.BOUNCE, chosen);
    }

    @Command(description = "Keep mail for a domain here until it is resumed.")
    int pause(
            @Mixin HomeOption mixin,
            @Parameters(paramLabel = "DOMAIN", converter = DomainConverter.class) String domain)
            throws Exception {
        return change(files(mixin), new ControlRequest.QueuePause(domain));
    }

    @Command(description = "Let mail for a domain go out again.")
    int resume(
            @Mixin HomeOption mixin,
            @Parameters(paramLabel = "DOMAIN", converter = DomainConverter.class) String domain)
            throws Exception {
        return change(files(mixin), new ControlRequest.QueueResume(domain));
    }

    private int change(ServerFiles files, QueueOrder order, QueueChoice chosen) throws Exception {
        Selection which = chosen.selection();
        var request = new ControlRequest.QueueChange(order, which);
        if (which instanceof Selection.Id(String id)) {
            QueueListing.Item item = find(files, id);
            if (order == QueueOrder.RETRY) {
                QueueEntry entry = item.entry();
                if (entry.held()) {
                    throw new CommandFailed(id + " is held; " + Hint.of(files, "queue release " + id) + " lets it go");
                }
                if (isBeingTried(entry) && HomeQueueView.of(files).running()) {
                    out().println(id + " is being tried already");
                    return Exit.DONE;
                }
            }
            new QueueOrders(files, out()::println).ask(item.node(), request);
            return Exit.DONE;
        }
        return change(files, request);
    }

    private int change(ServerFiles files, ControlRequest.OfQueue request) throws Exception {
        new QueueOrders(files, out()::println).askAll(request);
        return Exit.DONE;
    }

    /** Whether there is nobody left whom a retry would make due. */
    private static boolean isBeingTried(QueueEntry entry) {
        List<RecipientState> open =
                entry.recipients().stream().filter(RecipientState::isOpen).toList();
        return !open.isEmpty() && open.stream().allMatch(state -> state.status() == RecipientState.Status.TRYING);
    }

    /** What stands before the command's name narrows the list, and nothing else: it must not seem to narrow a {@code remove --all}. */
    private ServerFiles files(HomeOption mixin) {
        if (!filter.isOpen()) {
            throw new ParameterException(
                    spec.commandLine(), "write " + filter + " behind the command, to say which messages it is for");
        }
        return mixin.files();
    }

    private static QueueListing.Item find(ServerFiles files, String id) throws IOException, CommandFailed {
        Optional<QueueListing.Item> item = MessageIds.isId(id) ? new QueueListing(files).find(id) : Optional.empty();
        return item.orElseThrow(() -> new CommandFailed(
                "there is no message " + id + " in the queue; " + Hint.of(files, "queue") + " shows those there are"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
