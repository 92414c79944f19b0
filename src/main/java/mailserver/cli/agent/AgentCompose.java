package mailserver.cli.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.MessageIds;
import mailserver.mail.ReversePath;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.DeliveryResult;
import mailserver.smtp.client.SmtpClient;

/** Asks for a message and sends it to all its recipients in one transaction. */
final class AgentCompose {
    private final AgentConsole console;
    private final SmtpClient client;
    private final HostPort server;
    private final Address me;
    private final InstantSource clock;
    private final MessageIds ids;

    AgentCompose(AgentConsole console, SmtpClient client, HostPort server, Address me, InstantSource clock) {
        this.console = console;
        this.client = client;
        this.server = server;
        this.me = me;
        this.clock = clock;
        this.ids = new MessageIds(clock);
    }

    void run() throws IOException {
        Optional<List<Address>> to = recipients();
        if (to.isEmpty()) {
            return;
        }
        if (to.get().isEmpty()) {
            console.error("a message needs a recipient");
            return;
        }
        Optional<String> subject = console.ask("Subject: ");
        // Input that ends here is a message nobody finished: it is not sent.
        Optional<String> content = subject.isEmpty() ? Optional.empty() : console.ask("Content: ");
        if (content.isPresent()) {
            send(new AgentMessage(me, to.get(), subject.get(), content.get()));
        }
    }

    /** @return empty when the input ended */
    private Optional<List<Address>> recipients() throws IOException {
        Set<Address> to = new LinkedHashSet<>();
        while (true) {
            Optional<String> line = console.ask("To: ");
            if (line.isEmpty()) {
                return Optional.empty();
            }
            String text = AgentMessage.withoutControls(line.get());
            if (text.isEmpty()) {
                return Optional.of(List.copyOf(to));
            }
            Address.parse(text).ifPresentOrElse(to::add, () -> console.error(text + " is not an address"));
        }
    }

    private void send(AgentMessage message) {
        String id = ids.next();
        String text = message.text(id, clock.instant());
        Body body = AgentMessage.isAscii(text) ? Body.SEVEN_BIT : Body.EIGHT_BIT;
        try {
            // The JDK makes it readable for nobody else.
            Path file = Files.createTempFile("mailserver-agent-", ".eml");
            try {
                Files.writeString(file, text, StandardCharsets.UTF_8);
                var envelope = Envelope.of(id, ReversePath.of(me), message.to(), body);
                show(client.deliver(Peer.at(server), envelope, file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            console.error("the message can't be put into a file: " + e.getMessage());
        }
    }

    private void show(DeliveryResult delivery) {
        delivery.outcomes().forEach((recipient, outcome) -> {
            switch (outcome) {
                case RecipientOutcome.Delivered(var reply, var reportsToo) ->
                    console.say("sent to " + recipient + ": " + reply);
                case RecipientOutcome.Refused(var reply) -> console.error(recipient + ": " + reply);
                case RecipientOutcome.Unfit(var verdict) -> console.error(recipient + ": not sent: " + verdict);
                case RecipientOutcome.Deferred(var why, var reply) -> console.error(recipient + ": " + why);
            }
        });
    }
}
