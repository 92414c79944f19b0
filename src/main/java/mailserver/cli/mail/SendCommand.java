package mailserver.cli.mail;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.cli.sendmail.ServerPorts;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MailParameters;
import mailserver.mail.MessageIds;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mailbox.MessageComposer;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.DeliveryResult;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.BareNewlines;
import mailserver.wire.ChunkReader;
import mailserver.wire.Transcript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code send}: hands a message to the running server, as a mail program would. */
@Command(
        name = "send",
        description =
                "Send a message, written from the options; without --subject, --text, --html and --attach, a whole message"
                        + " on standard input.")
public final class SendCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern QUEUED = Pattern.compile("queued as ([0-9A-Za-z]+)");

    @Mixin
    private HomeOption home;

    @Option(names = "--from", paramLabel = "ADDRESS", required = true, description = "who sends it")
    private Address from;

    @Option(names = "--to", paramLabel = "ADDRESS", arity = "1..*", split = ",", description = "who gets it")
    private List<Address> to = List.of();

    @Option(names = "--cc", paramLabel = "ADDRESS", arity = "1..*", split = ",", description = "who gets a copy")
    private List<Address> cc = List.of();

    @Option(
            names = "--bcc",
            paramLabel = "ADDRESS",
            arity = "1..*",
            split = ",",
            description = "who gets a copy that nobody hears of")
    private List<Address> bcc = List.of();

    @Option(names = "--subject", paramLabel = "TEXT", description = "what it is about")
    private Optional<String> subject = Optional.empty();

    @Option(names = "--text", paramLabel = "TEXT", description = "what it says; - reads it from standard input")
    private Optional<String> text = Optional.empty();

    @Option(names = "--html", paramLabel = "HTML", description = "the same as HTML; - reads it from standard input")
    private Optional<String> html = Optional.empty();

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            arity = "1..*",
            description = "a file that goes along; may be given several times")
    private List<Path> attached = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var recipients = new ArrayList<>(to);
        recipients.addAll(cc);
        recipients.addAll(bcc);
        if (recipients.isEmpty()) {
            throw new CommandFailed("nobody is named to get the message; say --to");
        }
        Path message = Files.createTempFile("mailserver-send-", ".eml");
        try {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(message, StandardOpenOption.TRUNCATE_EXISTING))) {
                // As it is stored: with LF.
                var lines = new ChunkReader(out::write, BareNewlines.NORMALIZE);
                write(new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        write(new byte[] {(byte) octet}, 0, 1);
                    }

                    @Override
                    public void write(byte[] octets, int offset, int length) throws IOException {
                        lines.accept(octets, offset, length);
                    }
                });
                lines.finish();
            }
            return send(home.files(), recipients, message);
        } finally {
            Files.deleteIfExists(message);
        }
    }

    private void write(OutputStream out) throws IOException, CommandFailed {
        boolean composed = subject.isPresent() || text.isPresent() || html.isPresent() || !attached.isEmpty();
        if (!composed) {
            System.in.transferTo(out);
            return;
        }
        List<MessageComposer.Attachment> attachments = new ArrayList<>();
        for (Path file : attached) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailed(file + " can't be read");
            }
            String name = file.getFileName().toString();
            String type = Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
                    .orElse("application/octet-stream");
            attachments.add(new MessageComposer.Attachment(
                    name, type, () -> new BufferedInputStream(Files.newInputStream(file))));
        }
        new MessageComposer(from, to, cc, subject.orElse(""), said(text).orElse(""), said(html), attachments)
                .writeTo(out);
    }

    private static Optional<String> said(Optional<String> option) throws IOException {
        if (!option.equals(Optional.of("-"))) {
            return option;
        }
        try (InputStream in = System.in) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private int send(ServerFiles files, List<Address> recipients, Path message) throws CommandFailed {
        ServerPorts ports = ServerPorts.of(files);
        InstantSource clock = InstantSource.system();
        boolean utf8 = from.needsUtf8() || recipients.stream().anyMatch(Address::needsUtf8);
        var envelope = new Envelope(
                new MessageIds(clock).next(),
                ReversePath.of(from),
                recipients.stream().map(Recipient::of).toList(),
                MailParameters.of(Body.EIGHT_BIT).asUtf8(utf8));
        String why = "no server runs in " + files.home();
        try (var client =
                new SmtpClient(ports.hostname(), ClientTimeouts.all(PATIENCE), peer -> Transcript.NONE, clock)) {
            for (HostPort place : ports.places()) {
                DeliveryResult delivery = client.deliver(Peer.at(place).withoutTls(), envelope, message);
                if (!delivery.outcomes().values().stream().allMatch(SendCommand::isSilence)) {
                    return told(envelope, delivery);
                }
                why = "the server at " + place + " doesn't answer";
            }
        }
        throw new CommandFailed(why + "; the message was not sent");
    }

    private static boolean isSilence(RecipientOutcome outcome) {
        return outcome instanceof RecipientOutcome.Deferred deferred
                && deferred.reply().isEmpty();
    }

    private int told(Envelope envelope, DeliveryResult delivery) {
        int exitCode = Exit.DONE;
        Optional<String> id = Optional.empty();
        for (Address address : envelope.addresses()) {
            RecipientOutcome outcome =
                    delivery.to(address).orElseGet(() -> RecipientOutcome.deferred("nothing was said of it"));
            if (outcome instanceof RecipientOutcome.Delivered delivered) {
                Matcher queued = QUEUED.matcher(delivered.reply().toString());
                id = queued.find() ? Optional.of(queued.group(1)) : id;
            } else {
                exitCode = Exit.FAILED;
                spec.commandLine().getErr().println("<" + address + ">: " + words(outcome));
            }
        }
        id.ifPresent(queued -> spec.commandLine().getOut().println("queued as " + queued));
        return exitCode;
    }

    private static String words(RecipientOutcome outcome) {
        return switch (outcome) {
            case RecipientOutcome.Delivered delivered -> delivered.reply().toString();
            case RecipientOutcome.Deferred deferred -> deferred.why();
            case RecipientOutcome.Refused refused -> refused.reply().toString();
            case RecipientOutcome.Unfit unfit -> unfit.verdict().toString();
        };
    }
}
