package mailserver.smtp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;

/** MAIL, RCPT, DATA and the message: one mail transaction, seen from the client (RFC 5321 §3.3). */
final class ClientTransaction {
    /**
     * Recipients that are named before their replies are read. More would not save time, and might block both sides: the
     * peer that can't write its replies reads no more commands (RFC 2920 §3.1).
     */
    private static final int WINDOW = 100;

    private static final Outcome NOBODY = Outcome.deferred("no recipient was accepted");

    private final ClientDialogue dialogue;
    private final ClientTimeouts timeouts;
    private final ClientExtensions extensions;
    private final Envelope envelope;
    private final Path file;
    private final List<Address> recipients;
    private final List<Address> accepted = new ArrayList<>();
    private final Map<Address, Outcome> answers = new LinkedHashMap<>();

    ClientTransaction(
            ClientDialogue dialogue,
            ClientTimeouts timeouts,
            ClientExtensions extensions,
            Envelope envelope,
            Path file) {
        this.dialogue = dialogue;
        this.timeouts = timeouts;
        this.extensions = extensions;
        this.envelope = envelope;
        this.file = file;
        this.recipients = envelope.addresses().stream().distinct().toList();
    }

    /** The outcomes that are certain already, also when {@link #run()} ended with an exception. */
    Map<Address, Outcome> answers() {
        return answers;
    }

    /** @return what became of the recipients without an answer of their own */
    Outcome run() throws IOException, ClientFailure {
        String mail = "MAIL FROM:" + envelope.sender() + parameters();
        return extensions.pipelining() ? inBatches(mail) : stepByStep(mail);
    }

    private String parameters() throws IOException, ClientFailure {
        var result = new StringBuilder();
        if (extensions.size()) {
            long size = StoredMessage.wireBytes(file);
            if (extensions.sizeLimit().isPresent() && extensions.sizeLimit().getAsLong() < size) {
                // RFC 1870 §6.1: what the peer says it can't take is not sent. The words are ours.
                throw new ClientFailure(new Outcome.Refused(Reply.of(
                        552,
                        3,
                        4,
                        "the message has " + size + " octets, and the next server takes "
                                + extensions.sizeLimit().getAsLong() + " at most")));
            }
            result.append(" SIZE=").append(size);
        }
        // Where 8BITMIME or SMTPUTF8 is not offered we send all the same: for 40 years nearly every server has passed
        // all
        // eight bits through, and a rewritten message has its signatures broken. Who can't take it can say so.
        if (extensions.eightBitMime() && envelope.parameters().body() == Body.EIGHT_BIT) {
            result.append(" BODY=").append(envelope.parameters().body().keyword());
        }
        if (extensions.smtpUtf8() && isInternational()) {
            result.append(" SMTPUTF8");
        }
        return result.toString();
    }

    /** RFC 6531 §3.4. */
    private boolean isInternational() {
        String paths = envelope.sender() + recipients.toString();
        return paths.chars().anyMatch(c -> c > 0x7f);
    }

    private Outcome stepByStep(String mail) throws IOException, ClientFailure {
        requireOk(mail, dialogue.ask(mail, timeouts.mail()));
        for (Address recipient : recipients) {
            String command = rcpt(recipient);
            answer(recipient, command, dialogue.ask(command, timeouts.rcpt()));
        }
        return accepted.isEmpty() ? NOBODY : data(dialogue.ask("DATA", timeouts.dataStart()));
    }

    /** RFC 2920: commands go ahead of the replies to those before. Only DATA must be the last of its batch (§3.1). */
    private Outcome inBatches(String mail) throws IOException, ClientFailure {
        dialogue.send(mail);
        for (int from = 0; from < recipients.size(); from += WINDOW) {
            List<Address> batch = recipients.subList(from, Math.min(from + WINDOW, recipients.size()));
            for (Address recipient : batch) {
                dialogue.send(rcpt(recipient));
            }
            boolean last = from + batch.size() == recipients.size();
            if (last) {
                dialogue.send("DATA");
            }
            if (from == 0) {
                Reply sender = dialogue.reply(mail, timeouts.mail());
                if (!isOk(sender)) {
                    skipReplies(batch.size(), last);
                }
                requireOk(mail, sender);
            }
            for (Address recipient : batch) {
                String command = rcpt(recipient);
                answer(recipient, command, dialogue.reply(command, timeouts.rcpt()));
            }
        }
        Reply start = dialogue.reply("DATA", timeouts.dataStart());
        if (accepted.isEmpty()) {
            endUnwanted(start);
            return NOBODY;
        }
        return data(start);
    }

    /** What followed a refused MAIL in its batch was refused with it; its replies say nothing more. */
    private void skipReplies(int recipientCount, boolean withData) {
        try {
            for (int i = 0; i < recipientCount; i++) {
                dialogue.reply("RCPT", timeouts.rcpt());
            }
            if (withData) {
                endUnwanted(dialogue.reply("DATA", timeouts.dataStart()));
            }
        } catch (IOException e) {
            // The reply to MAIL has decided; the peer may leave now.
        }
    }

    /**
     * When a peer asks for the message although it took no recipient, the DATA that went ahead of that news ends with a
     * lone dot, and its reply means nothing (RFC 2920 §3.1).
     */
    private void endUnwanted(Reply start) {
        if (start.code() / 100 != 3) {
            return;
        }
        try {
            dialogue.ask(".", timeouts.dataEnd());
        } catch (IOException e) {
            // Every recipient has its answer already.
        }
    }

    private static String rcpt(Address recipient) {
        return "RCPT TO:<" + recipient + ">";
    }

    private void answer(Address recipient, String command, Reply reply) throws ClientFailure {
        if (reply.code() == 421) {
            throw new ClientFailure(Outcome.deferred(command, reply));
        }
        if (isOk(reply)) {
            accepted.add(recipient);
        } else if (reply.code() == 552) {
            // RFC 5321 §4.5.3.1.10: old servers say 552 for "too many recipients", which is 452.
            answers.put(recipient, Outcome.deferred(command, reply));
        } else {
            answers.put(recipient, Outcome.of(command, reply));
        }
    }

    private Outcome data(Reply start) throws IOException {
        if (start.code() / 100 != 3) {
            // A 2xx to DATA is no delivery: nothing was sent.
            return isOk(start) ? Outcome.deferred("DATA", start) : Outcome.of("DATA", start);
        }
        try (var message = StoredMessage.open(file)) {
            dialogue.send(message);
        }
        // Should the reply get lost, the message goes out again: twice is better than never (RFC 5321 §4.5.3.2.6).
        return Outcome.of("the message", dialogue.reply("the message", timeouts.dataEnd()));
    }

    private static void requireOk(String command, Reply reply) throws ClientFailure {
        if (!isOk(reply)) {
            throw new ClientFailure(Outcome.of(command, reply));
        }
    }

    private static boolean isOk(Reply reply) {
        return reply.code() / 100 == 2;
    }
}
