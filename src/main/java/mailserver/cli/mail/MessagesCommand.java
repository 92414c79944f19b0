package mailserver.cli.mail;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.mailbox.MessageJson;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.Page;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code messages}: what is in a mailbox. */
@Command(name = "messages", description = "List the messages of a mailbox, the newest first.")
public final class MessagesCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int ID = 12;

    @Mixin
    private HomeOption home;

    @Mixin
    private MailboxOption mailbox;

    @Mixin
    private ConditionOptions conditions;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "so many at the most (default: 50)")
    private int limit;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Page page = mailbox.reader(home.files()).list(conditions.conditions(), Math.max(1, limit), Optional.empty());
        if (json) {
            var all = new JsonObject();
            all.addProperty("total", page.total());
            var messages = new JsonArray();
            page.messages().forEach(message -> messages.add(MessageJson.of(message)));
            all.add("messages", messages);
            print(new GsonBuilder()
                    .setPrettyPrinting()
                    .disableHtmlEscaping()
                    .create()
                    .toJson(all));
            return Exit.DONE;
        }
        if (page.messages().isEmpty()) {
            print("no such message is in the mailbox of " + mailbox.address());
            return Exit.DONE;
        }
        print("%-12s  %-19s  %9s  %-28s  %s".formatted("ID", "RECEIVED", "SIZE", "FROM", "SUBJECT"));
        page.messages().forEach(message -> print(line(message)));
        if (page.total() > page.messages().size()) {
            print((page.total() - page.messages().size()) + " more; --limit shows them");
        }
        return Exit.DONE;
    }

    private static String line(MessageSummary message) {
        String attachments = message.attachments() > 0 ? "  [" + message.attachments() + " attached]" : "";
        return "%s%s %s  %9d  %-28s  %s"
                .formatted(
                        message.id().substring(0, ID),
                        message.seen() ? " " : "*",
                        " " + TIME.format(message.received().atZone(ZoneId.systemDefault())),
                        message.size(),
                        cut(Printable.word(message.from()), 28),
                        cut(Printable.word(message.subject()), 60) + attachments);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
