package mailserver.cli.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.account.Passwords;
import mailserver.account.Secret;
import picocli.CommandLine.Option;

/** Where a new password comes from. Never from the command line, which every user of the machine can read. */
public final class PasswordOption {
    @Option(
            names = "--password-stdin",
            description = "read the password from the first line of standard input; else one is generated and printed")
    private boolean fromInput;

    /**
     * A password for an account.
     *
     * @param generated the password itself when it has to be told
     */
    public record Chosen(Secret secret, Optional<String> generated) {}

    public Chosen choose() throws IOException, CommandFailed {
        if (!fromInput) {
            String password = Passwords.generate();
            return new Chosen(Secret.parse(Passwords.hash(password)), Optional.of(password));
        }
        String password = firstLine();
        try {
            return new Chosen(Secret.parse(Passwords.hash(password)), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(e.getMessage() + "; nothing was changed");
        }
    }

    private static String firstLine() throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return Optional.ofNullable(in.readLine()).orElse("");
    }
}
