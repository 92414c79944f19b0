package mailserver.queue;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mailserver.config.HostPort;
import mailserver.mail.Address;
import mailserver.mail.AddressParser;
import mailserver.mail.Body;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.mail.Xtext;
import mailserver.smtp.Reply;

/** Reads what {@link EntryText} wrote, strictly: first the lines into blocks, then the blocks into values. */
final class EntryReader {
    private static final Set<String> ENTRY_KEYS = Set.of(
            "Id",
            "Arrived",
            "Sender",
            "Body",
            "Smtputf8",
            "Ret",
            "Envid",
            "Requiretls",
            "Release",
            "Deliver-By",
            "Priority",
            "Held",
            "Delay-Noticed",
            "Late-Noticed",
            "Client",
            "Recipients");
    private static final Set<String> RECIPIENT_KEYS = Set.of(
            "Recipient",
            "Notify",
            "Orcpt",
            "Status",
            "Tries",
            "Next-Try",
            "Last-Try",
            "Last-Hop",
            "Last-Reply",
            "Last-Error");

    private EntryReader() {}

    static QueueEntry read(String text) throws MalformedEntryException {
        List<EntryBlock> blocks = blocks(text);
        EntryBlock head = blocks.getFirst();
        var recipients = new ArrayList<RecipientState>();
        for (EntryBlock block : blocks.subList(1, blocks.size())) {
            recipients.add(recipient(block));
        }
        int count = head.one("Recipients").as("a count", EntryReader::count);
        if (count != recipients.size()) {
            throw new MalformedEntryException("it should have " + count + " recipients, and has " + recipients.size());
        }
        try {
            return new QueueEntry(
                    head.one("Id").as("a message id", id -> Optional.of(id).filter(MessageIds::isId)),
                    head.one("Arrived").as("a time", EntryReader::time),
                    head.one("Sender").as("a path", path -> path(path).map(ReversePath::new)),
                    parameters(head),
                    head.one("Held").as("yes or no", EntryReader::yesOrNo),
                    head.one("Delay-Noticed").as("yes or no", EntryReader::yesOrNo),
                    head.optional("Late-Noticed", "yes or no", EntryReader::yesOrNo)
                            .orElse(false),
                    head.optional("Client", "text", Optional::of).orElse(""),
                    recipients);
        } catch (IllegalArgumentException e) {
            throw new MalformedEntryException(e.getMessage());
        }
    }

    private static MailParameters parameters(EntryBlock head) throws MalformedEntryException {
        return new MailParameters(
                head.one("Body").as("7BIT, 8BITMIME or BINARYMIME", EntryReader::body),
                head.optional("Smtputf8", "yes or no", EntryReader::yesOrNo).orElse(false),
                head.optional("Ret", "FULL or HDRS", EntryReader::returned),
                head.optional("Envid", "xtext", Xtext::parse),
                head.optional("Requiretls", "yes or no", EntryReader::yesOrNo).orElse(false),
                new Timing(
                        head.optional("Release", "a time and for; or until;", FutureRelease::parse),
                        head.optional("Deliver-By", "a time and R, N, RT or NT", DeliverBy::parse),
                        head.optional("Priority", "a number from -9 to 9", EntryReader::priority)
                                .orElse(0)));
    }

    private static RecipientState recipient(EntryBlock block) throws MalformedEntryException {
        EntryBlock.Field status = block.one("Status");
        try {
            return new RecipientState(
                    new Recipient(
                            block.one("Recipient")
                                    .as("an address", text -> path(text).flatMap(Function.identity())),
                            block.optional("Notify", "NEVER or events", Notify::parse)
                                    .orElse(Notify.DEFAULT),
                            block.optional("Orcpt", "a type and an address", OriginalRecipient::parse)),
                    status.as("a status", EntryReader::status),
                    block.one("Tries").as("a count", EntryReader::count),
                    block.one("Next-Try").as("a time", EntryReader::time),
                    block.optional("Last-Try", "a time", EntryReader::time),
                    block.optional("Last-Hop", "a host and a port", EntryReader::hop),
                    reply(block.all("Last-Reply")),
                    block.optional("Last-Error", "text", Optional::of).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new MalformedEntryException(status.line(), e.getMessage());
        }
    }

    private static List<EntryBlock> blocks(String text) throws MalformedEntryException {
        String[] lines = text.split("\n", -1);
        if (!lines[lines.length - 1].isEmpty()) {
            throw new MalformedEntryException(lines.length, "the line has no end: the file was cut");
        }
        var blocks = new ArrayList<EntryBlock>();
        blocks.add(new EntryBlock(1, ENTRY_KEYS));
        for (int i = 0; i < lines.length - 1; i++) {
            EntryBlock.Field field = EntryBlock.Field.of(i + 1, lines[i]);
            if (field.key().equals("Recipient")) {
                blocks.add(new EntryBlock(i + 1, RECIPIENT_KEYS));
            }
            blocks.getLast().add(field);
        }
        return blocks;
    }

    /** The inner value is empty for the null path. */
    private static Optional<Optional<Address>> path(String text) {
        return AddressParser.path(text)
                .filter(path -> text.startsWith("<") && path.rest().isEmpty())
                .map(AddressParser.Path::address);
    }

    private static Optional<Reply> reply(List<EntryBlock.Field> fields) throws MalformedEntryException {
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = fields.stream().map(EntryBlock.Field::value).toList();
        boolean broken = Reply.continues(lines.getLast())
                || !lines.subList(0, lines.size() - 1).stream().allMatch(Reply::continues);
        Optional<Reply> reply = Reply.parse(lines);
        if (broken || reply.isEmpty()) {
            throw new MalformedEntryException(fields.getLast().line(), "Last-Reply is not a reply of SMTP");
        }
        return reply;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> count(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<Integer> priority(String text) {
        return text.matches("-?[0-9]") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<Boolean> yesOrNo(String text) {
        return switch (text) {
            case "yes" -> Optional.of(true);
            case "no" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Body> body(String text) {
        return Arrays.stream(Body.values())
                .filter(body -> body.keyword().equals(text))
                .findFirst();
    }

    private static Optional<MailParameters.Return> returned(String text) {
        return Arrays.stream(MailParameters.Return.values())
                .filter(returned -> returned.name().equals(text))
                .findFirst();
    }

    private static Optional<RecipientState.Status> status(String text) {
        return Arrays.stream(RecipientState.Status.values())
                .filter(status -> EntryText.keyword(status).equals(text))
                .findFirst();
    }

    private static Optional<HostPort> hop(String text) {
        int space = text.lastIndexOf(' ');
        if (space < 1) {
            return Optional.empty();
        }
        return count(text.substring(space + 1))
                .filter(port -> port <= 65535)
                .map(port -> new HostPort(text.substring(0, space), port));
    }
}
