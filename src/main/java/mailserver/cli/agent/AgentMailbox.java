package mailserver.cli.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.mail.Address;

/** Logs in to a mailbox and passes commands on; what the server answers is shown as it comes. */
final class AgentMailbox {
    private static final String HELP = "stat, list [n], uidl [n], retr n, top n k, dele n, rset, noop, quit";

    private final AgentConsole console;
    private final HostPort server;
    private final Address me;
    private final String password;
    private final Duration timeout;

    AgentMailbox(AgentConsole console, HostPort server, Address me, String password, Duration timeout) {
        this.console = console;
        this.server = server;
        this.me = me;
        this.password = password;
        this.timeout = timeout;
    }

    /** Runs until {@code quit}, the end of input, or trouble with the server. */
    void run() throws IOException {
        Optional<Pop3Client> connected = connect();
        if (connected.isEmpty()) {
            return;
        }
        try (var client = connected.get()) {
            boolean more = true;
            while (more) {
                // Input that ends without quit hangs up: nothing is deleted then (RFC 1939 §6).
                Optional<String> line = console.ask("[pop]>>> ");
                more = line.isPresent() && obey(client, AgentMessage.withoutControls(line.get()));
            }
        }
    }

    private Optional<Pop3Client> connect() {
        try {
            Pop3Client client = Pop3Client.connect(server, timeout);
            if (login(client)) {
                return Optional.of(client);
            }
            client.close();
        } catch (IOException e) {
            console.error(e.getMessage());
        }
        return Optional.empty();
    }

    private boolean login(Pop3Client client) throws IOException {
        String answer = client.ask("USER " + me);
        if (Pop3Client.isOk(answer)) {
            answer = client.ask("PASS " + password);
        }
        if (Pop3Client.isOk(answer)) {
            console.say(answer);
            return true;
        }
        console.error(answer);
        return false;
    }

    /** @return whether there is more to come */
    private boolean obey(Pop3Client client, String line) {
        if (line.isEmpty()) {
            return true;
        }
        List<String> words = List.of(line.split("\\s+"));
        String verb = words.getFirst().toLowerCase(Locale.ROOT);
        if (!isCommand(verb, words.size() - 1)) {
            console.say(HELP);
            return true;
        }
        boolean multiLine = verb.equals("retr")
                || verb.equals("top")
                || words.size() == 1 && (verb.equals("list") || verb.equals("uidl"));
        try {
            String status = client.ask(String.join(" ", words).replaceFirst("\\S+", verb.toUpperCase(Locale.ROOT)));
            console.say(status);
            if (multiLine && Pop3Client.isOk(status)) {
                client.lines(console::say);
            }
            return !verb.equals("quit");
        } catch (IOException e) {
            console.error(e.getMessage());
            return false;
        }
    }

    private static boolean isCommand(String verb, int arguments) {
        return switch (verb) {
            case "stat", "rset", "noop", "quit" -> arguments == 0;
            case "list", "uidl" -> arguments <= 1;
            case "retr", "dele" -> arguments == 1;
            case "top" -> arguments == 2;
            default -> false;
        };
    }
}
