package mailserver.smtp.client.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import mailserver.mail.MessageTraits;
import mailserver.mime.TraitsReader;
import mailserver.mime.TransferEncoder;
import mailserver.smtp.WireSize;
import mailserver.wire.OctetSink;

/** A stored message in the form in which a peer is to have it. Only a small one is held in memory, others are read anew each time. */
public final class OutgoingMessage {
    private enum Form {
        AS_STORED,
        SEVEN_BIT
    }

    /** Octets of a small one; most messages are. A connection carries one at a time. */
    private static final int SMALL = 64 * 1024;

    private final Path file;
    private final Optional<byte[]> held;
    private final Form form;
    private final MessageTraits traits;
    private final WireSize size;

    private OutgoingMessage(Path file, Optional<byte[]> held, Form form, MessageTraits traits, WireSize size) {
        this.file = file;
        this.held = held;
        this.form = form;
        this.traits = traits;
        this.size = size;
    }

    /** As it is. One pass through it finds out all there is to know. */
    public static OutgoingMessage asStored(Path file) throws IOException {
        var traits = new TraitsReader();
        var size = new WireSize();
        var beginning = new ByteArrayOutputStream();
        try (var message = StoredMessage.open(file)) {
            message.copyTo((octets, offset, length) -> {
                traits.write(octets, offset, length);
                size.write(octets, offset, length);
                if (beginning.size() <= SMALL) {
                    beginning.write(octets, offset, length);
                }
            });
        }
        size.finish();
        Optional<byte[]> held = beginning.size() <= SMALL ? Optional.of(beginning.toByteArray()) : Optional.empty();
        return new OutgoingMessage(file, held, Form.AS_STORED, traits.finish(), size);
    }

    /**
     * The same with a body of ASCII. Header fields stay as they are.
     *
     * @return empty when there is a part that must not be changed, or can't be
     */
    public Optional<OutgoingMessage> inSevenBits() throws IOException {
        var converted = new WireSize();
        var encoder = new TransferEncoder(TransferEncoder.Into.SEVEN_BIT, converted);
        convert(encoder);
        converted.finish();
        return encoder.eightBitLeft()
                ? Optional.empty()
                : Optional.of(new OutgoingMessage(
                        file,
                        held,
                        Form.SEVEN_BIT,
                        new MessageTraits(true, traits.eightBitHeader(), false),
                        converted));
    }

    public MessageTraits traits() {
        return traits;
    }

    public WireSize size() {
        return size;
    }

    /** With LF line ends. */
    public void copyTo(OctetSink sink) throws IOException {
        switch (form) {
            case AS_STORED -> copyStored(sink);
            case SEVEN_BIT -> convert(new TransferEncoder(TransferEncoder.Into.SEVEN_BIT, sink));
        }
    }

    private void convert(TransferEncoder encoder) throws IOException {
        copyStored(encoder);
        encoder.finish();
    }

    private void copyStored(OctetSink sink) throws IOException {
        if (held.isPresent()) {
            sink.write(held.get(), 0, held.get().length);
            return;
        }
        try (var message = StoredMessage.open(file)) {
            message.copyTo(sink);
        }
    }
}
