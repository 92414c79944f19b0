package mailserver.cli.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.config.ServerFiles;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.MessageTraits;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mime.TraitsReader;
import mailserver.smtp.EnhancedStatus;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.DeliveryResult;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;

/**
 * {@code sendmail}: hands a message to the server of this home, by whose rules it goes. What the server can't take now, be it that none
 * runs, waits in the home's queue.
 */
public final class Sendmail {
    private static final EnhancedStatus UNKNOWN_SENDER = new EnhancedStatus(1, 8);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ServerFiles files;
    private final InputStream in;
    private final OutputStream rawOut;
    private final PrintWriter err;
    private final InstantSource clock = InstantSource.system();
    private final ServerPorts serverPorts;
    private final HomeQueue queue;

    public Sendmail(ServerFiles files, InputStream in, OutputStream rawOut, PrintWriter err) {
        this.files = files;
        this.in = in;
        this.rawOut = rawOut;
        this.err = err;
        this.serverPorts = ServerPorts.of(files);
        this.queue = new HomeQueue(files, serverPorts.hostname(), clock);
    }

    /** Shows what is in the queue. */
    @FunctionalInterface
    public interface QueueTable {
        int show();
    }

    /** @return the exit code, of sysexits.h */
    public int run(List<String> words, QueueTable table) {
        try {
            SendmailArguments arguments = SendmailArguments.parse(words);
            return switch (arguments.mode()) {
                case MESSAGE -> message(arguments);
                case SMTP -> new SmtpOverStdio(serverPorts, queue, clock).run(in, rawOut);
                case QUEUE -> table.show();
                case NOTHING -> SysExits.OK;
            };
        } catch (SendmailArguments.UsageException e) {
            return failed(SysExits.USAGE, e.getMessage());
        } catch (IOException e) {
            return failed(SysExits.TEMPORARY, e.toString());
        }
    }

    private int message(SendmailArguments arguments) throws IOException {
        var message = HandedMessage.parse(in.readAllBytes(), arguments.dotIsText());
        var names = new LinkedHashSet<>(arguments.recipients().stream()
                .flatMap(word -> AddressList.of(word).stream())
                .toList());
        if (arguments.fromHeader()) {
            names.addAll(message.recipients());
        }
        if (names.isEmpty()) {
            return failed(SysExits.USAGE, "nobody is named to get the message");
        }
        Set<Address> recipients = new LinkedHashSet<>();
        for (String name : names) {
            Optional<Address> address = address(name);
            if (address.isEmpty()) {
                return failed(SysExits.NO_USER, "\"" + name + "\" is not an address; nothing was sent");
            }
            recipients.add(address.get());
        }
        Optional<ReversePath> asked = Optional.empty();
        if (arguments.sender().isPresent()) {
            asked = sender(arguments.sender().get());
            if (asked.isEmpty()) {
                return failed(SysExits.USAGE, "\"" + arguments.sender().get() + "\" is not an address");
            }
        }
        ReversePath sender = asked.orElseGet(() -> ReversePath.of(ourselves()));
        String id = new MessageIds(clock).next();
        HandedMessage complete = message.completed(
                sender.address().orElseGet(this::ourselves),
                arguments.fullName(),
                id,
                serverPorts.hostname(),
                clock.instant());
        byte[] octets = complete.octets();
        var envelope = new Envelope(
                id, sender, recipients.stream().map(Recipient::of).toList(), parameters(octets, sender, recipients));
        return send(envelope, octets, asked.isPresent());
    }

    private static MailParameters parameters(byte[] octets, ReversePath sender, Set<Address> recipients)
            throws IOException {
        var reader = new TraitsReader();
        reader.write(octets, 0, octets.length);
        MessageTraits traits = reader.finish();
        boolean utf8 = traits.eightBitHeader()
                || sender.address().filter(Address::needsUtf8).isPresent()
                || recipients.stream().anyMatch(Address::needsUtf8);
        boolean eightBit = utf8 || traits.eightBitBody();
        return MailParameters.of(eightBit ? Body.EIGHT_BIT : Body.SEVEN_BIT).asUtf8(utf8);
    }

    private int send(Envelope envelope, byte[] octets, boolean senderWasNamed) throws IOException {
        Path file = Files.createTempFile("mailserver-sendmail-", ".eml");
        try {
            Files.write(file, octets);
            DeliveryResult delivery = deliver(envelope, file);
            if (!senderWasNamed && delivery.outcomes().values().stream().allMatch(Sendmail::isUnknownSender)) {
                // A user of this machine, such as cron's root, who has no mailbox here; somebody must get the reports.
                Address postmaster = Address.POSTMASTER.at(serverPorts.domain());
                delivery = deliver(
                        new Envelope(
                                envelope.id(),
                                ReversePath.of(postmaster),
                                envelope.recipients(),
                                envelope.parameters()),
                        file);
            }
            return settle(envelope, octets, delivery);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private DeliveryResult deliver(Envelope envelope, Path file) {
        var delivery = new DeliveryResult(
                RecipientOutcome.forAll(envelope.addresses(), RecipientOutcome.deferred("no server runs")));
        try (var client =
                new SmtpClient(serverPorts.hostname(), ClientTimeouts.all(PATIENCE), peer -> Transcript.NONE, clock)) {
            for (HostPort place : serverPorts.places()) {
                delivery = client.deliver(Peer.at(place).withoutTls(), envelope, file);
                if (!delivery.outcomes().values().stream().allMatch(RecipientOutcome.Deferred.class::isInstance)) {
                    return delivery;
                }
            }
        }
        return delivery;
    }

    private static boolean isUnknownSender(RecipientOutcome outcome) {
        return outcome instanceof RecipientOutcome.Refused refused
                && refused.reply().status().filter(UNKNOWN_SENDER::equals).isPresent();
    }

    /** Who was refused is named; who has to wait does so in the queue. */
    private int settle(Envelope envelope, byte[] octets, DeliveryResult delivery) {
        int exitCode = SysExits.OK;
        var waiting = new ArrayList<Recipient>();
        for (Recipient recipient : envelope.recipients()) {
            RecipientOutcome outcome = delivery.to(recipient.address())
                    .orElseGet(() -> RecipientOutcome.deferred("nothing was said of it"));
            switch (outcome) {
                case RecipientOutcome.Delivered ignored -> {
                    // The server answers for it from now on.
                }
                case RecipientOutcome.Refused(var reply) ->
                    exitCode = failed(SysExits.of(reply), recipient.address() + ": " + reply);
                case RecipientOutcome.Unfit(var reply) ->
                    exitCode = failed(SysExits.DATA, recipient.address() + ": " + reply);
                case RecipientOutcome.Deferred ignored -> waiting.add(recipient);
            }
        }
        if (!waiting.isEmpty()) {
            try {
                queue.add(envelope.to(waiting), sink -> sink.write(octets, 0, octets.length));
            } catch (IOException e) {
                boolean nobodyHasIt = waiting.size() == envelope.recipients().size();
                return failed(
                        nobodyHasIt ? SysExits.TEMPORARY : SysExits.UNAVAILABLE,
                        "no server takes it, and it can't wait in " + files.queue() + ": " + e);
            }
        }
        return exitCode;
    }

    private Optional<ReversePath> sender(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.equals("<>")) {
            return Optional.of(ReversePath.NULL);
        }
        return AddressList.of(bare).stream().findFirst().flatMap(this::address).map(ReversePath::of);
    }

    /** A bare name is somebody of ours. */
    private Optional<Address> address(String text) {
        return Address.parse(text).or(() -> Address.parse(text + "@" + serverPorts.domain()));
    }

    private Address ourselves() {
        String name = System.getProperty("user.name", "postmaster");
        return address(name).orElseGet(() -> Address.POSTMASTER.at(serverPorts.domain()));
    }

    private int failed(int exitCode, String why) {
        err.println("sendmail: " + why.replaceAll("\\R", " "));
        err.flush();
        return exitCode;
    }
}
