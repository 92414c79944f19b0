package mailserver.queue.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import mailserver.mail.Timing;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;

/**
 * A queue entry as text, to be read with any pager. One {@code Key: value} a line, UTF-8, LF line ends, times in UTC:
 *
 * <pre>
 * Id: 1f3k9q0c2v2a0b                      names the files
 * Arrived: 2026-03-01T10:15:30.123456Z
 * Sender: &lt;ann@example.lan&gt;              &lt;&gt; for a report
 * Body: 8BITMIME                          or 7BIT, BINARYMIME
 * Smtputf8: yes                           absent for no
 * Ret: HDRS                               or FULL: how much a report of failure brings back; may be absent
 * Envid: QQ314159                         what the sender calls it, in xtext (RFC 3461 §4); may be absent
 * Requiretls: yes                         over TLS to known servers only (RFC 8689); absent for no
 * Release: 2026-03-01T11:15:30Z for;3600  held back until then, and how that was asked for (RFC 4865); may be absent
 * Deliver-By: 2026-03-01T12:15:30Z R      or N, either perhaps with a T behind it (RFC 2852 §4); may be absent
 * Priority: 3                             -9 to 9 (RFC 6710); absent for 0
 * Held: no
 * Delay-Noticed: no                       has the sender been told that it takes long?
 * Late-Noticed: yes                       has the sender been told that its Deliver-By is over? Absent for no
 * Client: mail.lab [10.0.0.7]             where it came from; may be absent
 * Recipients: 1                           how many blocks follow: one that is missing is noticed
 * Recipient: &lt;bob@peer.lab&gt;              begins a block
 * Notify: SUCCESS,FAILURE                 or DELAY, NEVER; absent when the sender said nothing
 * Orcpt: rfc822;team@lan.example          whom the sender named, encoded as it came; may be absent
 * Status: waiting                         trying, relayed, delivered, returned, silent, lost
 * Tries: 2                                attempts that were begun
 * Next-Try: 2026-03-01T10:18:05.123456Z
 * Last-Try: 2026-03-01T10:16:05.123456Z   this and the rest: absent until there is one
 * Last-Hop: 10.0.0.9 25
 * Last-Reply: 450-4.2.1 the mailbox       word for word, a line for each of its lines
 * Last-Reply: 450 4.2.1 is busy
 * Last-Error: connection refused          what went wrong, in words
 * </pre>
 *
 * A key that isn't listed here is an error, as is one that stands twice, or is missing where {@code Recipients} says that the file is
 * whole: one that was damaged must not pass for that. A new key needs a server that knows it before the first file that has it.
 *
 * <p>A person may write less, and with blank lines and lines that begin with {@code #}: the sender and a recipient are enough. What is
 * written here always has everything.
 */
public final class EntryText {
    private EntryText() {}

    public static String format(QueueEntry entry) {
        var text = new StringBuilder();
        line(text, "Id", entry.id());
        line(text, "Arrived", entry.arrived());
        line(text, "Sender", entry.sender());
        line(text, "Body", entry.parameters().body().keyword());
        if (entry.parameters().utf8()) {
            line(text, "Smtputf8", yesOrNo(true));
        }
        entry.parameters().returned().ifPresent(returned -> line(text, "Ret", returned));
        entry.parameters().envelopeId().ifPresent(envelopeId -> line(text, "Envid", envelopeId));
        if (entry.parameters().requireTls()) {
            line(text, "Requiretls", yesOrNo(true));
        }
        Timing timing = entry.parameters().timing();
        timing.release().ifPresent(release -> line(text, "Release", release));
        timing.deliverBy().ifPresent(deliverBy -> line(text, "Deliver-By", deliverBy));
        if (timing.priority() != 0) {
            line(text, "Priority", timing.priority());
        }
        line(text, "Held", yesOrNo(entry.held()));
        line(text, "Delay-Noticed", yesOrNo(entry.delayNoticed()));
        if (entry.lateNoticed()) {
            line(text, "Late-Noticed", yesOrNo(true));
        }
        if (!entry.client().isEmpty()) {
            line(text, "Client", entry.client());
        }
        line(text, "Recipients", entry.recipients().size());
        entry.recipients().forEach(recipient -> block(text, recipient));
        return text.toString();
    }

    public static QueueEntry parse(String text) throws MalformedEntryException {
        return EntryReader.read(text, Optional.empty(), Optional.empty());
    }

    /**
     * The same for a file.
     *
     * @param id      what it is called
     * @param written when it was written, which is when the message arrived if the file doesn't say
     */
    static QueueEntry parse(String text, String id, Instant written) throws MalformedEntryException {
        return EntryReader.read(text, Optional.of(id), Optional.of(written));
    }

    private static void block(StringBuilder text, RecipientState recipient) {
        line(text, "Recipient", "<" + recipient.address() + ">");
        recipient.recipient().notices().keywords().ifPresent(keywords -> line(text, "Notify", keywords));
        recipient.recipient().original().ifPresent(original -> line(text, "Orcpt", original));
        line(text, "Status", keyword(recipient.status()));
        line(text, "Tries", recipient.tries());
        line(text, "Next-Try", recipient.nextTry());
        recipient.lastTry().ifPresent(at -> line(text, "Last-Try", at));
        recipient.lastHop().ifPresent(hop -> line(text, "Last-Hop", hop.host() + " " + hop.port()));
        recipient.lastReply().ifPresent(reply -> reply.wireLines().forEach(one -> line(text, "Last-Reply", one)));
        if (!recipient.lastError().isEmpty()) {
            line(text, "Last-Error", recipient.lastError());
        }
    }

    static String keyword(RecipientState.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static String yesOrNo(boolean is) {
        return is ? "yes" : "no";
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    /** What editors of other systems add is taken off: a byte order mark, CR before LF. */
    static String decode(byte[] octets) throws MalformedEntryException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString()
                    .replaceFirst("^\uFEFF", "")
                    .replace("\r\n", "\n");
        } catch (CharacterCodingException e) {
            throw new MalformedEntryException("it is not UTF-8");
        }
    }
}
