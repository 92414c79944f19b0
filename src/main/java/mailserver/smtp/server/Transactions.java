package mailserver.smtp.server;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.Timing;
import mailserver.mail.Trace;
import mailserver.smtp.Command;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.WrongCommandException;
import mailserver.smtp.server.MailHandler.Incoming;
import mailserver.wire.Connection;
import mailserver.wire.DataReader;
import mailserver.wire.EndlessInputException;
import mailserver.wire.OctetSink;
import mailserver.wire.Transcript;
import mailserver.wire.TranscriptLines;
import org.tinylog.Logger;

/**
 * The messages of one session, one after the other: MAIL, RCPT, and DATA or BDAT (RFC 5321 §3.3). Each command has its answer,
 * for the session to send.
 */
final class Transactions implements Closeable {
    private static final OctetSink NOWHERE = (octets, offset, length) -> {};

    private final Connection connection;
    private final ReplyWriter replies;
    private final MailHandler handler;
    private final SubmissionCompletion completion;
    private final Supplier<SmtpSettings> settings;
    private final MessageIds ids;
    private final InstantSource clock;
    private final Transcript transcript;
    private Optional<Transaction> transaction = Optional.empty();

    Transactions(
            Connection connection,
            ReplyWriter replies,
            MailHandler handler,
            SubmissionCompletion completion,
            Supplier<SmtpSettings> settings,
            MessageIds ids,
            InstantSource clock,
            Transcript transcript) {
        this.connection = connection;
        this.replies = replies;
        this.handler = handler;
        this.completion = completion;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.transcript = transcript;
    }

    /** The id of the message that is begun. */
    Optional<String> id() {
        return transaction.map(Transaction::id);
    }

    /** RSET, and whatever else ends a message before its end. */
    void forget() {
        transaction.ifPresent(Transaction::close);
        transaction = Optional.empty();
    }

    @Override
    public void close() {
        forget();
    }

    Reply mail(Client client, Command.Mail mail) {
        if (transaction.isPresent()) {
            return StandardReplies.NESTED_MAIL;
        }
        boolean ascii = mail.sender().address().filter(Address::needsUtf8).isEmpty();
        if (!ascii && !mail.parameters().utf8()) {
            // RFC 6531 §3.5; for the sender it has another code than for a recipient. The address itself may not be in
            // the answer (§3.7.4.1).
            return StandardReplies.SENDER_NOT_ASCII;
        }
        if (mail.parameters().requireTls() && !client.secured()) {
            // RFC 8689 has no reply for it. The code is RFC 3207's (§4), the status is what RFC 8689 §4.2.1 calls want
            // of TLS.
            return StandardReplies.REQUIRETLS_NEEDS_TLS;
        }
        if (!mail.timing().isNone() && !client.mayRelay()) {
            // RFC 5321 §4.1.1.11: this client was not offered it. A stranger shall neither fill our disk with mail
            // for later (RFC 4865 §6) nor get past the mail of others (RFC 6710 §4.1).
            return StandardReplies.TIMING_NOT_ALLOWED;
        }
        Timing timing;
        try {
            timing = mail.timing().at(clock.instant());
        } catch (WrongCommandException e) {
            return e.reply();
        }
        long most = settings.get().messageSize();
        if (mail.size().orElse(0) > most) {
            return DataLimiter.tooLarge(most);
        }
        Reply verdict = handler.sender(client, mail.sender());
        if (verdict.isPositive()) {
            MailParameters parameters = mail.parameters().timed(timing);
            transaction = Optional.of(new Transaction(ids.next(), mail.sender(), parameters));
            transcript.begins(transaction.get().id());
        }
        return verdict;
    }

    Reply rcpt(Client client, Recipient recipient) {
        if (transaction.isEmpty()) {
            return StandardReplies.NEED_MAIL;
        }
        Transaction message = transaction.get();
        if (message.chunks().isPresent()) {
            return StandardReplies.DATA_HAS_BEGUN;
        }
        if (needsUtf8(recipient) && !message.isUtf8()) {
            // RFC 6531 §3.5.
            return StandardReplies.RECIPIENT_NOT_ASCII;
        }
        if (message.recipientCount() >= settings.get().recipients()) {
            // RFC 5321 §4.5.3.1.10: 452, so that the client sends the rest in another transaction.
            return StandardReplies.TOO_MANY_RECIPIENTS;
        }
        Reply verdict = handler.recipient(client, recipient.address());
        if (verdict.isPositive()) {
            message.add(recipient);
        }
        return verdict;
    }

    private static boolean needsUtf8(Recipient recipient) {
        // RFC 6533 §3: ORCPT can be written in ASCII, and must be where UTF-8 is not agreed upon.
        String original = recipient.original().map(OriginalRecipient::encoded).orElse("");
        return recipient.address().needsUtf8() || original.chars().anyMatch(c -> c >= 0x80);
    }

    /** @throws EOFException when the client leaves in the middle of the message */
    Reply data(Client client) throws IOException {
        Optional<Reply> tooEarly = tooEarly();
        if (tooEarly.isPresent()) {
            return tooEarly.get();
        }
        Transaction message = transaction.get();
        // RFC 3030 §2 and §3.
        if (message.chunks().isPresent()) {
            return StandardReplies.BDAT_HAS_BEGUN;
        }
        if (message.isBinary()) {
            return StandardReplies.BINARY_NEEDS_BDAT;
        }
        forget();
        Reception begun;
        try {
            begun = begin(client, message);
        } catch (IOException e) {
            return DataLimiter.storageTrouble(message.id(), e);
        }
        try (begun) {
            replies.send(StandardReplies.START_DATA);
            var shown = TranscriptLines.received(transcript);
            var reader = new DataReader(both(begun, shown), settings.get().bareNewlines());
            if (!connection.readData(reader, DataLimiter.endless(settings.get().messageSize()))) {
                throw gone(message);
            }
            shown.finish(begun.wireOctets() + " octets");
            if (reader.refused()) {
                begun.refuse(StandardReplies.BARE_NEWLINE);
            }
            return begun.finish(client);
        }
    }

    /**
     * A chunk is read to its end before anything is said, whatever is said (RFC 3030 §2). One that isn't taken takes its whole
     * message along: no later chunk may be mistaken for the start of it.
     *
     * @throws EOFException when the client leaves in the middle of the chunk
     * @throws EndlessInputException when it announces one that nobody would wait for
     */
    Reply bdat(Client client, Command.Bdat chunk) throws IOException {
        long endless = DataLimiter.endless(settings.get().messageSize());
        if (chunk.octets() > endless) {
            throw new EndlessInputException(endless);
        }
        Optional<Reply> tooEarly = tooEarly();
        if (tooEarly.isPresent()) {
            return throwAway(chunk, tooEarly.get());
        }
        Transaction message = transaction.get();
        if (message.chunks().isEmpty()) {
            try {
                message.begin(chunked(message, begin(client, message)));
            } catch (IOException e) {
                return throwAway(chunk, DataLimiter.storageTrouble(message.id(), e));
            }
        }
        ChunkedMessage chunks = message.chunks().get();
        chunks.announce(chunk.octets());
        var shown = TranscriptLines.received(transcript);
        if (!connection.readOctets(chunk.octets(), both(chunks, shown))) {
            throw gone(message);
        }
        shown.end(chunk.octets() + " octets");
        Optional<Reply> refusal = chunks.refusal();
        if (refusal.isEmpty() && !chunk.last()) {
            return StandardReplies.chunkReceived(chunk.octets());
        }
        Reply end = refusal.isPresent() ? refusal.get() : chunks.finish(client);
        forget();
        return end;
    }

    private Reply throwAway(Command.Bdat chunk, Reply reply) throws IOException {
        forget();
        if (!connection.readOctets(chunk.octets(), NOWHERE)) {
            throw new EOFException("the client left in the middle of a chunk that was not taken");
        }
        return reply;
    }

    /** RFC 5321 §3.3: 503 without MAIL, 554 when no recipient was taken. */
    private Optional<Reply> tooEarly() {
        if (transaction.isEmpty()) {
            return Optional.of(StandardReplies.NEED_MAIL);
        }
        return transaction.get().recipientCount() == 0
                ? Optional.of(StandardReplies.NO_VALID_RECIPIENTS)
                : Optional.empty();
    }

    private Reception begin(Client client, Transaction message) throws IOException {
        Envelope envelope = message.envelope();
        String trace = Trace.received(
                client.hello(),
                client.address(),
                settings.get().hostname(),
                client.protocol(envelope.parameters()),
                envelope,
                clock.instant());
        // What encoding adds to a binary message is not the sender's doing; its chunks are counted as they come.
        long most = message.isBinary() ? Long.MAX_VALUE : settings.get().messageSize();
        Incoming incoming = completion.of(client, envelope, handler.receive(client, envelope, trace));
        return new Reception(envelope, incoming, most);
    }

    private ChunkedMessage chunked(Transaction message, Reception reception) {
        SmtpSettings now = settings.get();
        return message.isBinary()
                ? ChunkedMessage.ofBinary(reception, now.messageSize())
                : ChunkedMessage.ofText(reception, now.messageSize(), now.bareNewlines());
    }

    private static OctetSink both(OctetSink one, OctetSink other) {
        return (octets, offset, length) -> {
            one.write(octets, offset, length);
            other.write(octets, offset, length);
        };
    }

    private static EOFException gone(Transaction message) {
        Logger.info("{}: the client left in the middle of the data; nothing is delivered", message.id());
        return new EOFException("the client left in the middle of the data");
    }
}
