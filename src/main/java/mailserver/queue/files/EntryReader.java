package mailserver.queue.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import mailserver.config.value.HostPort;
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
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.smtp.Reply;

/**
 * Reads what {@link EntryText} wrote, or a person with an editor: first the lines into blocks, then the blocks into values. Whatever
 * stands there must be right. In a file that counts its recipients nothing may lack in a recipient's block, for the count says that the
 * file is whole: a delivery that fell off its end would be made again.
 */
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

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private EntryReader() {}

    /**
     * @param id      of an entry that doesn't say it
     * @param arrived of one that doesn't say it
     */
    static QueueEntry read(String text, Optional<String> id, Optional<Instant> arrived) throws MalformedEntryException {
        List<EntryBlock> blocks = blocks(text);
        EntryBlock head = blocks.getFirst();
        Instant since = head.value("Arrived", "a time", EntryReader::time, arrived);
        Optional<Integer> count = head.optional("Recipients", "a count", EntryReader::count);
        // Due at once, unless the file is one of ours: then each block must say it.
        Optional<RecipientState.Status> status = whenByHand(count, RecipientState.Status.WAITING);
        var recipients = new ArrayList<RecipientState>();
        for (EntryBlock block : blocks.subList(1, blocks.size())) {
            recipients.add(recipient(block, status, whenByHand(count, 0), whenByHand(count, since)));
        }
        if (count.isPresent() && count.get() != recipients.size()) {
            throw new MalformedEntryException(
                    "it should have " + count.get() + " recipients, and has " + recipients.size());
        }
        if (recipients.isEmpty()) {
            throw new MalformedEntryException("it has no Recipient");
        }
        try {
            return new QueueEntry(
                    head.value("Id", "a message id", one -> Optional.of(one).filter(MessageIds::isId), id),
                    since,
                    head.one("Sender").as("a path", path -> path(path).map(ReversePath::new)),
                    parameters(head),
                    head.optional("Held", "yes or no", EntryReader::yesOrNo).orElse(false),
                    head.optional("Delay-Noticed", "yes or no", EntryReader::yesOrNo)
                            .orElse(false),
                    head.optional("Late-Noticed", "yes or no", EntryReader::yesOrNo)
                            .orElse(false),
                    head.optional("Client", "text", Optional::of).orElse(""),
                    recipients);
        } catch (IllegalArgumentException e) {
            throw new MalformedEntryException(e.getMessage());
        }
    }

    private static <T> Optional<T> whenByHand(Optional<Integer> count, T fallback) {
        return count.isPresent() ? Optional.empty() : Optional.of(fallback);
    }

    private static MailParameters parameters(EntryBlock head) throws MalformedEntryException {
        return new MailParameters(
                // What is 8BITMIME may have nothing but 7 bits, and is looked at before it goes out.
                head.optional("Body", "7BIT, 8BITMIME or BINARYMIME", EntryReader::body)
                        .orElse(Body.EIGHT_BIT),
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

    private static RecipientState recipient(
            EntryBlock block,
            Optional<RecipientState.Status> status,
            Optional<Integer> tries,
            Optional<Instant> nextTry)
            throws MalformedEntryException {
        try {
            return new RecipientState(
                    new Recipient(
                            block.one("Recipient")
                                    .as("an address", text -> path(text).flatMap(Function.identity())),
                            block.optional("Notify", "NEVER or events", Notify::parse)
                                    .orElse(Notify.DEFAULT),
                            block.optional("Orcpt", "a type and an address", OriginalRecipient::parse)),
                    block.value("Status", "a status", EntryReader::status, status),
                    block.value("Tries", "a count", EntryReader::count, tries),
                    block.value("Next-Try", "a time", EntryReader::time, nextTry),
                    block.optional("Last-Try", "a time", EntryReader::time),
                    block.optional("Last-Hop", "a host and a port", EntryReader::hop),
                    reply(block.all("Last-Reply")),
                    block.optional("Last-Error", "text", Optional::of).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new MalformedEntryException(block.line("Status"), e.getMessage());
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
            if (lines[i].isBlank() || lines[i].startsWith("#")) {
                continue;
            }
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
        return COUNT.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
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
