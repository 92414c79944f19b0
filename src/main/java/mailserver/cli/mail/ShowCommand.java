package mailserver.cli.mail;

import com.google.gson.GsonBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.HeaderLine;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.ParsedMessage;
import mailserver.wire.text.Printable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show}: one message, read apart. */
@Command(name = "show", description = "Show one message: its main headers and its text.")
public final class ShowCommand implements Callable<Integer> {
    private static final Set<String> MAIN = Set.of("from", "to", "cc", "date", "subject");
    private static final int MANY = 1000;

    @Mixin
    private HomeOption home;

    @Mixin
    private MailboxOption mailbox;

    @Parameters(index = "1", paramLabel = "ID", description = "its id, or as much of it as is unique; or latest")
    private String id;

    @ArgGroup
    private Form form = new Form();

    @Spec
    private CommandSpec spec;

    /** At most one of them. */
    static final class Form {
        @Option(names = "--raw", description = "as it is fetched by POP3")
        private boolean raw;

        @Option(names = "--json", description = "all that is found in it, as JSON")
        private boolean json;

        @Option(names = "--html", description = "its HTML")
        private boolean html;
    }

    @Override
    public Integer call() throws Exception {
        MailboxReader reader = mailbox.reader(home.files());
        MessageSummary message = find(reader);
        PrintWriter out = spec.commandLine().getOut();
        if (form.raw) {
            var octets = new ByteArrayOutputStream();
            reader.raw(message, octets);
            out.print(octets.toString(StandardCharsets.UTF_8));
            out.flush();
            return Exit.DONE;
        }
        ParsedMessage parsed = reader.parse(message).orElseThrow(() -> gone());
        if (form.json) {
            out.println(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(MessageJson.of(parsed)));
        } else if (form.html) {
            if (parsed.html().isEmpty()) {
                throw new CommandFailed("the message has no HTML");
            }
            out.println(parsed.html());
        } else {
            print(parsed, out);
        }
        return Exit.DONE;
    }

    private static void print(ParsedMessage message, PrintWriter out) {
        for (HeaderLine line : message.headers()) {
            if (MAIN.contains(line.name().toLowerCase(Locale.ROOT))) {
                out.println(line.name() + ": " + Printable.word(line.value()));
            }
        }
        message.attachments()
                .forEach(one -> out.println("Attachment: " + one.index() + " " + Printable.word(one.name()) + " ("
                        + one.type() + ", " + one.size() + " octets)"));
        out.println();
        message.text().lines().forEach(line -> out.println(Printable.line(line)));
    }

    private MessageSummary find(MailboxReader reader) throws Exception {
        if (id.equals("latest")) {
            return reader.latest(Conditions.NONE)
                    .orElseThrow(() -> new CommandFailed("the mailbox of " + mailbox.address() + " is empty"));
        }
        Optional<MessageSummary> whole = reader.find(id);
        if (whole.isPresent()) {
            return whole.get();
        }
        List<MessageSummary> like = reader.newest(Integer.MAX_VALUE).stream()
                .filter(message -> message.id().startsWith(id))
                .limit(MANY)
                .toList();
        if (like.size() > 1) {
            throw new CommandFailed(like.size() + " messages have an id that begins with " + id);
        }
        return like.stream().findFirst().orElseThrow(() -> gone());
    }

    private CommandFailed gone() {
        return new CommandFailed("there is no message " + id + " in the mailbox of " + mailbox.address());
    }
}
