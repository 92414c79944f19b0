package mailserver.smtp.client;

import java.io.IOException;
import mailserver.smtp.Reply;
import mailserver.smtp.client.connection.ClientDialogue;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.smtp.client.message.OutgoingMessage;

/**
 * Sends a message as chunks with BDAT (RFC 3030 §2): counted, with no dot that could end it and none to be doubled.
 *
 * <p>It goes as two chunks, the first of which is its first line alone. There are boxes that offer CHUNKING in the
 * name of the server behind them and then don't know BDAT: to them the octets of a chunk are commands, and a message,
 * which anybody may have written, could command them in our name. A single line of a header commands nothing, and the
 * answer to it shows whom we talk to. That costs a round trip, as the 354 of DATA does. (A first chunk of no octets
 * would be better yet; Exim refuses it.)
 */
final class ChunkSender {
    private final ClientDialogue dialogue;
    private final ClientTimeouts timeouts;

    ChunkSender(ClientDialogue dialogue, ClientTimeouts timeouts) {
        this.dialogue = dialogue;
        this.timeouts = timeouts;
    }

    /** @return the reply that decides */
    Reply send(OutgoingMessage message) throws IOException {
        long all = message.size().octets();
        byte[] firstLine = message.size().firstLine();
        if (firstLine.length < all) {
            Reply reply = trial(firstLine);
            if (!reply.isSuccess()) {
                return reply;
            }
        }
        long sent = firstLine.length < all ? firstLine.length : 0;
        dialogue.send("BDAT " + (all - sent) + " LAST");
        dialogue.send(message, sent, all);
        return known(dialogue.verdict(timeouts.dataEnd()));
    }

    private Reply trial(byte[] firstLine) throws ChunkingException {
        Reply reply;
        try {
            dialogue.send("BDAT " + firstLine.length);
            dialogue.send(firstLine);
            reply = dialogue.reply("BDAT", timeouts.dataStart());
        } catch (IOException e) {
            // Some hang up, or say nothing more. Nothing is delivered, so nothing gets doubled.
            throw new ChunkingException(e);
        }
        return known(reply);
    }

    /** Syntax, parameters, sequence: 500 to 504 are of the command, and not of the message (RFC 5321 §4.2.2). */
    private static Reply known(Reply reply) throws ChunkingException {
        if (reply.code() >= 500 && reply.code() <= 504) {
            throw new ChunkingException("BDAT was answered " + reply);
        }
        return reply;
    }
}
