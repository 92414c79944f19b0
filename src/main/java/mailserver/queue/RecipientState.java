package mailserver.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.config.value.HostPort;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.Notify.Event;
import mailserver.mail.Recipient;
import mailserver.smtp.Reply;

/**
 * How far a message has come for one of its recipients.
 *
 * @param tries     attempts that were begun
 * @param nextTry   the earliest time of the next; means nothing once the recipient is done with
 * @param lastTry   when the last attempt was begun
 * @param lastHop   where the last attempt went
 * @param lastReply what was answered to it
 * @param lastError what went wrong, in words, such as a refused connection; one line, perhaps empty
 */
public record RecipientState(
        Recipient recipient,
        Status status,
        int tries,
        Instant nextTry,
        Optional<Instant> lastTry,
        Optional<HostPort> lastHop,
        Optional<Reply> lastReply,
        String lastError) {

    private static final Pattern LINE_ENDS = Pattern.compile("[\\n\\r\\x85\\u2028\\u2029]");
    private static final String NOT_SENT = "it was not sent, by this server's own decision";

    /** Where a recipient stands. */
    public enum Status {
        /** For its next try. */
        WAITING,
        /** An attempt was begun, at {@code lastTry}, and nothing is known of how it ended. */
        TRYING,
        /** The peer has the message, and it is left to us to tell the sender so (RFC 3461 §5.2.2). */
        RELAYED,
        /** The peer has the message, and the sender knows all it wants to know of that. */
        DELIVERED,
        /** Failed, and the sender has the report. */
        RETURNED,
        /** Failed, and the sender did not want to hear of it (RFC 3461 §4.1). */
        SILENT,
        /** Failed, and nobody can be told. */
        LOST
    }

    public RecipientState {
        lastReply = lastReply.flatMap(RecipientState::readable);
        lastError = OneLine.quoting(lastError).strip();
        if (tries < 0 || status == Status.TRYING && lastTry.isEmpty()) {
            throw new IllegalArgumentException("a try that never began");
        }
    }

    public static RecipientState waiting(Recipient recipient, Instant nextTry) {
        return new RecipientState(
                recipient, Status.WAITING, 0, nextTry, Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    public Address address() {
        return recipient.address();
    }

    /** True as long as something is to be done for this recipient. */
    public boolean isLive() {
        return isOpen() || status == Status.RELAYED;
    }

    /** True as long as the message is to be brought to this recipient. */
    public boolean isOpen() {
        return switch (status) {
            case WAITING, TRYING -> true;
            case RELAYED, DELIVERED, RETURNED, SILENT, LOST -> false;
        };
    }

    /** Whether the message was tried, or stood behind another one that was. */
    boolean wasTried() {
        return tries > 0 || !lastError.isEmpty();
    }

    /** It waits for a hop that other mail could not be brought to. What it met itself says more. */
    public RecipientState behind(String why) {
        return tries > 0 ? this : met(lastReply, "not tried yet; other mail for the same server: " + why);
    }

    /** Whether the sender wants to hear when this becomes of the message. */
    public boolean wants(Event event) {
        return recipient.notices().wants(event);
    }

    public RecipientState as(Status other) {
        return new RecipientState(recipient, other, tries, nextTry, lastTry, lastHop, lastReply, lastError);
    }

    public RecipientState at(Instant other) {
        return new RecipientState(recipient, status, tries, other, lastTry, lastHop, lastReply, lastError);
    }

    /** An attempt is about to be made. What the one before it met stays, until this one meets something. */
    public RecipientState begun(Optional<HostPort> hop, Instant now, Instant next) {
        return new RecipientState(
                recipient, Status.TRYING, tries + 1, next, Optional.of(now), hop, lastReply, lastError);
    }

    /** No peer was asked; the reply is our own verdict. */
    public RecipientState unfit(Reply verdict) {
        return met(Optional.of(verdict), NOT_SENT);
    }

    /** Whether the last reply is that of a peer. */
    public boolean isFromPeer() {
        return !lastError.equals(NOT_SENT);
    }

    public RecipientState met(Optional<Reply> reply, String error) {
        return new RecipientState(recipient, status, tries, nextTry, lastTry, lastHop, reply, error);
    }

    /** A reply as it will be read back. One that SMTP doesn't know, or with line ends inside, would spoil the file. */
    private static Optional<Reply> readable(Reply reply) {
        List<String> lines = reply.wireLines().stream()
                .map(line -> LINE_ENDS.matcher(line).replaceAll(" "))
                .toList();
        return Reply.parse(lines);
    }
}
