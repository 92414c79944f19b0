package mailserver.smtp.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailserver.mail.Address;
import mailserver.mail.Recipient;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.client.connection.ClientDialogue;
import mailserver.smtp.client.connection.ClientExtensions;
import mailserver.smtp.client.connection.ClientFailure;
import mailserver.smtp.client.connection.ClientSession;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.smtp.client.message.OutgoingMessage;

/** MAIL, RCPT, then DATA or BDAT and the message: one mail transaction, seen from the client (RFC 5321 §3.3). */
final class ClientTransaction {
    /**
     * Recipients that are named before their replies are read. More would not save time, and might block both sides:
     * the peer that can't write its replies reads no more commands (RFC 2920 §3.1).
     */
    private static final int WINDOW = 100;

    private static final RecipientOutcome NOBODY = RecipientOutcome.deferred("no recipient was accepted");

    private final ClientSession session;
    private final ClientDialogue dialogue;
    private final ClientTimeouts timeouts;
    private final ClientExtensions offers;
    private final OutgoingMessage message;
    private final ClientCommands commands;
    private final List<Recipient> recipients;
    private final Map<Address, RecipientOutcome> certain;
    private final List<Recipient> accepted = new ArrayList<>();

    /**
     * @param certain takes the outcomes of recipients with an answer of their own, also when {@link #run()} ends with
     *     an exception
     */
    ClientTransaction(
            ClientSession session,
            OutgoingMessage message,
            ClientCommands commands,
            List<Recipient> recipients,
            Map<Address, RecipientOutcome> certain) {
        this.session = session;
        this.dialogue = session.dialogue();
        this.timeouts = session.timeouts();
        this.offers = session.offers();
        this.message = message;
        this.commands = commands;
        this.recipients = recipients;
        this.certain = certain;
    }

    /** @return what became of the recipients without an answer of their own */
    RecipientOutcome run() throws IOException, ClientFailure {
        if (offers.pipelining()) {
            nameInBatches();
        } else {
            nameStepByStep();
        }
        if (accepted.isEmpty()) {
            if (dataGoesAhead()) {
                endUnwanted(dialogue.reply("DATA", timeouts.dataStart()));
            }
            return NOBODY;
        }
        return offers.chunking() ? verdict(new ChunkSender(dialogue, timeouts).send(message)) : data();
    }

    /**
     * Whether DATA is sent before it is known that there is somebody to send it to (RFC 2920 §3.1). A chunk could go
     * ahead, too (RFC 3030 §4.2), but not every peer that refuses BDAT for want of recipients passes over the chunk,
     * as it must.
     */
    private boolean dataGoesAhead() {
        return offers.pipelining() && !offers.chunking();
    }

    private void nameStepByStep() throws IOException, ClientFailure {
        String mail = commands.mail();
        requireSuccess(mail, dialogue.ask(mail, timeouts.mail()));
        for (Recipient recipient : recipients) {
            String command = commands.rcpt(recipient);
            answer(recipient, command, dialogue.ask(command, timeouts.rcpt()));
        }
    }

    /** RFC 2920: commands go ahead of the replies to those before. Only DATA must be the last of its batch (§3.1). */
    private void nameInBatches() throws IOException, ClientFailure {
        String mail = commands.mail();
        dialogue.send(mail);
        for (int from = 0; from < recipients.size(); from += WINDOW) {
            List<Recipient> batch = recipients.subList(from, Math.min(from + WINDOW, recipients.size()));
            for (Recipient recipient : batch) {
                dialogue.send(commands.rcpt(recipient));
            }
            boolean withData = dataGoesAhead() && from + batch.size() == recipients.size();
            if (withData) {
                dialogue.send("DATA");
            }
            if (from == 0) {
                session.awaitReset();
                Reply sender = dialogue.reply(mail, timeouts.mail());
                if (!sender.isSuccess()) {
                    skipReplies(batch.size(), withData);
                }
                requireSuccess(mail, sender);
            }
            for (Recipient recipient : batch) {
                String command = commands.rcpt(recipient);
                answer(recipient, command, dialogue.reply(command, timeouts.rcpt()));
            }
        }
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

    private void answer(Recipient recipient, String command, Reply reply) throws ClientFailure {
        if (reply.code() == 421) {
            throw new ClientFailure(RecipientOutcome.deferred(command, reply));
        }
        if (reply.isSuccess()) {
            accepted.add(recipient);
        } else if (reply.code() == 552) {
            // RFC 5321 §4.5.3.1.10: old servers say 552 for "too many recipients", which is 452.
            certain.put(recipient.address(), RecipientOutcome.deferred(command, reply));
        } else {
            certain.put(recipient.address(), RecipientOutcome.failed(command, reply));
        }
    }

    private RecipientOutcome data() throws IOException {
        Reply start = dataGoesAhead()
                ? dialogue.reply("DATA", timeouts.dataStart())
                : dialogue.ask("DATA", timeouts.dataStart());
        if (start.code() / 100 != 3) {
            // A 2xx to DATA is no delivery: nothing was sent.
            return RecipientOutcome.failed("DATA", start);
        }
        dialogue.send(message);
        // Should the reply get lost, the message goes out again: twice is better than never (RFC 5321 §4.5.3.2.6).
        return verdict(dialogue.verdict(timeouts.dataEnd()));
    }

    private RecipientOutcome verdict(Reply reply) {
        if (!reply.isSuccess()) {
            return RecipientOutcome.failed("the message", reply);
        }
        accepted.forEach(recipient -> certain.put(
                recipient.address(), new RecipientOutcome.Delivered(reply, commands.reportsToo(recipient))));
        return new RecipientOutcome.Delivered(reply, offers.dsn());
    }

    private static void requireSuccess(String command, Reply reply) throws ClientFailure {
        if (!reply.isSuccess()) {
            throw new ClientFailure(RecipientOutcome.failed(command, reply));
        }
    }
}
