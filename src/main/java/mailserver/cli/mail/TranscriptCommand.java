package mailserver.cli.mail;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.mail.MessageIds;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.record.MailRecord;
import mailserver.record.RecordedSession;
import mailserver.record.RecordedSession.Line;
import mailserver.record.RecordedSession.Speaker;
import mailserver.record.SessionJson;
import mailserver.record.TranscriptStore;
import mailserver.store.Maildir;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transcript}: what was said about a message, by whoever handed it in and by each next hop. */
@Command(name = "transcript", description = "Show the conversations that a message went through.")
public final class TranscriptCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Parameters(
            index = "0",
            paramLabel = "QUEUE_ID|ADDRESS",
            description = "the message's id in the queue; or whose mailbox, with latest behind it")
    private String which;

    @Parameters(index = "1", arity = "0..1", paramLabel = "latest", description = "the newest message of that mailbox")
    private Optional<String> latest = Optional.empty();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        String id = latest.isPresent() ? latest(files) : which;
        List<RecordedSession> sessions =
                MessageIds.isId(id) ? TranscriptStore.find(MailRecord.transcriptsIn(files.log()), id) : List.of();
        if (sessions.isEmpty()) {
            throw new CommandFailed("there is no transcript of " + id
                    + " (any more); [transcripts] in etc/mailserver.toml says how long they are kept");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var all = new JsonArray();
            sessions.forEach(session -> all.add(SessionJson.of(session)));
            var object = new JsonObject();
            object.add("sessions", all);
            out.println(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(object));
        } else {
            sessions.forEach(session -> print(session, out));
        }
        return Exit.DONE;
    }

    private String latest(ServerFiles files) throws CommandFailed, IOException {
        if (!latest.equals(Optional.of("latest"))) {
            throw new CommandFailed("say latest behind the address, not " + latest.get());
        }
        Address address =
                Address.parse(which).orElseThrow(() -> new CommandFailed("\"" + which + "\" is not an address"));
        Path folder = Maildir.of(files.maildir(), address).folder();
        var reader = new MailboxReader(folder, new MailboxReader.Memory());
        MessageSummary message = reader.latest(Conditions.NONE)
                .orElseThrow(() -> new CommandFailed("the mailbox of " + address + " is empty"));
        return reader.parse(message)
                .flatMap(parsed -> MessageJson.queueId(parsed.headers()))
                .orElseThrow(() ->
                        new CommandFailed("the newest message of " + address + " did not come through this server"));
    }

    private static void print(RecordedSession session, PrintWriter out) {
        String what = switch (session.kind()) {
            case RECEIVED -> "received from ";
            case ATTEMPT -> "attempt at ";
            case REFUSED -> "refused to ";
        };
        out.println(what + Printable.word(session.other()) + ", " + session.began()
                + session.tls().map(tls -> ", " + tls).orElse(""));
        for (Line line : session.lines()) {
            out.println("%8d ms  %s: %s".formatted(line.ms(), line.from() == Speaker.CLIENT ? "C" : "S", line.text()));
        }
        out.println("         =>  " + Printable.word(session.outcome()));
        out.println();
    }
}
