package mailserver.bench;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code smtp} and {@code relay} have in common. */
final class SmtpOptions {
    @Parameters(paramLabel = "HOST:PORT", converter = Server.class, description = "The SMTP server.")
    private InetSocketAddress server;

    @Option(names = "--connections", defaultValue = "20", description = "At once; ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--messages", defaultValue = "2000", description = "In all; ${DEFAULT-VALUE}.")
    private int messages;

    @Option(names = "--size", converter = Octets.class, defaultValue = "4K", description = "Of each; ${DEFAULT-VALUE}.")
    private int size;

    @Option(names = "--from", defaultValue = "bench@client.example", description = "The sender; ${DEFAULT-VALUE}.")
    private String from;

    @Option(names = "--to", required = true, description = "A recipient; # becomes a number, see --recipients.")
    private String to;

    @Option(names = "--recipients", defaultValue = "1", description = "Of each message, # from 0 on; ${DEFAULT-VALUE}.")
    private int recipients;

    @Option(names = "--pipelining", description = "MAIL, RCPT and DATA in one packet.")
    private boolean pipelining;

    @Option(names = "--tls", description = "STARTTLS first; any certificate will do.")
    private boolean tls;

    @Option(names = "--rate", defaultValue = "0", description = "Messages a second; 0, as many as it takes.")
    private double rate;

    SmtpWork work() {
        List<String> addresses = IntStream.range(0, recipients)
                .mapToObj(i -> to.replace("#", String.valueOf(i)))
                .toList();
        return new SmtpWork(server, connections, messages, size, from, addresses, pipelining, tls, rate);
    }
}
