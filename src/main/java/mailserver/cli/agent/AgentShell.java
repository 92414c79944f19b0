package mailserver.cli.agent;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The agent's first prompt, where somebody chooses to send or to read. */
final class AgentShell {
    private final AgentConsole console;
    private final AgentCompose compose;
    private final AgentMailbox mailbox;

    AgentShell(AgentConsole console, AgentCompose compose, AgentMailbox mailbox) {
        this.console = console;
        this.compose = compose;
        this.mailbox = mailbox;
    }

    /** Runs until {@code exit} or the end of input. */
    void run() throws IOException {
        while (true) {
            Optional<String> line = console.ask("[smtp|pop|exit]>>> ");
            if (line.isEmpty()) {
                return;
            }
            switch (line.get().strip().toLowerCase(Locale.ROOT)) {
                case "smtp" -> compose.run();
                case "pop" -> mailbox.run();
                case "exit" -> {
                    return;
                }
                case "" -> {
                    // Asked again.
                }
                default -> console.say("smtp sends a message, pop reads the mailbox, exit leaves");
            }
        }
    }
}
