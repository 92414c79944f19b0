package mailserver.cli.agent;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.config.MachineName;
import mailserver.config.file.ConfigurationException;
import mailserver.config.value.HostPort;
import mailserver.mail.Address;
import mailserver.smtp.client.SmtpClient;
import mailserver.smtp.client.connection.ClientTimeouts;
import mailserver.wire.Transcript;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code agent}: a small mail client at a prompt. */
@Command(
        name = "agent",
        description = "Send mail and look into a mailbox, at a prompt.",
        mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {
    /** A person waits: the minutes of RFC 5321 §4.5.3.2 are for queues. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home;

    @Option(
            names = {"-e", "--email"},
            paramLabel = "ADDRESS",
            required = true,
            description = "who you are")
    private Address me;

    @Option(
            names = {"-p", "--password"},
            paramLabel = "PASSWORD",
            description = "asked for when absent")
    private Optional<String> password;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "find the servers through DIR/config.toml and DIR/fdns.toml, the class room's files")
    private Optional<Path> classRoom;

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            converter = ToHostPort.class,
            description = "send through this server")
    private Optional<HostPort> smtp;

    @Option(
            names = "--pop",
            paramLabel = "HOST:PORT",
            converter = ToHostPort.class,
            description = "read from this server")
    private Optional<HostPort> pop;

    @Override
    public Integer call() throws ConfigurationException, IOException {
        AgentEndpoints servers = servers();
        // UTF-8 whatever the locale says: what is typed goes into a UTF-8 message, and what is shown came off the wire.
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var console = new AgentConsole(in, new PrintStream(System.out, false, StandardCharsets.UTF_8));
        try (var client = new SmtpClient(MachineName.find(), ClientTimeouts.all(TIMEOUT), peer -> Transcript.NONE)) {
            var mailbox = new AgentMailbox(console, servers.pop3(), me, password(console), TIMEOUT);
            var compose = new AgentCompose(console, client, servers.smtp(), me, InstantSource.system());
            new AgentShell(console, compose, mailbox).run();
            return Exit.DONE;
        } finally {
            console.flush();
        }
    }

    private AgentEndpoints servers() throws ConfigurationException {
        if (smtp.isPresent() && pop.isPresent()) {
            return new AgentEndpoints(smtp.get(), pop.get());
        }
        AgentEndpoints found = classRoom.isPresent()
                ? AgentServersFinder.inClassRoom(classRoom.get(), me.domain())
                : AgentServersFinder.inHome(home.files());
        return new AgentEndpoints(smtp.orElse(found.smtp()), pop.orElse(found.pop3()));
    }

    private String password(AgentConsole console) throws IOException {
        String given = password.isPresent() ? password.get() : ask(console);
        // A line end in it would be a second command.
        if (given.chars().anyMatch(Character::isISOControl)) {
            throw new ParameterException(spec.commandLine(), "a password has no control characters");
        }
        return given;
    }

    private String ask(AgentConsole console) throws IOException {
        // The default console of Java 22 to 24 is there without a terminal, too, and would eat a script's lines.
        System.setProperty("jdk.console", "java.base");
        Optional<Console> terminal = Optional.ofNullable(System.console());
        Optional<String> typed = terminal.isPresent()
                ? Optional.ofNullable(terminal.get().readPassword("Password: ")).map(String::new)
                : console.ask("Password: ");
        return typed.orElseThrow(
                () -> new ParameterException(spec.commandLine(), "no password; give one with -p PASSWORD"));
    }

    private static final class ToHostPort implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            return HostPort.parse(text)
                    .filter(server -> server.port() > 0)
                    .orElseThrow(() -> new TypeConversionException(text + " is not HOST:PORT"));
        }
    }
}
