package mailserver.cli.care;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.value.Fingerprint;
import mailserver.mail.Address;
import mailserver.transfer.FileSource;
import mailserver.transfer.Importer;
import mailserver.transfer.MboxSource;
import mailserver.transfer.MessageSource;
import mailserver.transfer.Pop3Place;
import mailserver.transfer.Pop3Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: mail that people had elsewhere. */
@Command(
        name = "import",
        description =
                "Take mail from elsewhere into a mailbox, with its dates, and nothing twice: run it as often as you like.")
public final class ImportCommand implements Callable<Integer> {
    /** Where mail can come from. */
    enum Kind {
        MBOX,
        MAILDIR,
        MH,
        EML,
        POP3
    }

    @Mixin
    private HomeOption home;

    @Parameters(index = "0", paramLabel = "mbox|maildir|mh|eml|pop3")
    private Kind kind;

    @Parameters(
            index = "1",
            paramLabel = "SOURCE",
            description = "a file or folder, or [pop3s://]USER@HOST[:PORT] of another server")
    private String source;

    @Option(names = "--to", paramLabel = "ADDRESS", required = true, description = "whose mailbox it goes to")
    private Address to;

    @Option(names = "--password-stdin", description = "read the other server's password from standard input")
    private boolean passwordFromInput;

    @Option(
            names = "--pin",
            paramLabel = "sha256:…",
            description = "the other server's certificate, where no authority vouches for it")
    private Optional<String> pin = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        Settings settings = SettingsFiles.load(files);
        HomeOwner.check(files);
        PrintWriter err = spec.commandLine().getErr();
        var mailbox = new Owners(files, settings).mailbox(to);
        MessageSource messages = messages();
        var importer = new Importer(
                mailbox,
                files.deliveringHost(settings.configuration().hostname()),
                InstantSource.system(),
                complaint -> err.println("mailserver: " + complaint));
        try {
            messages.read(importer, Terminal.progress(spec));
        } finally {
            importer.save();
            spec.commandLine()
                    .getOut()
                    .println("imported " + importer.imported() + " messages to " + to + "; " + importer.skipped()
                            + " were there, or had been");
        }
        return importer.failures() == 0 ? Exit.DONE : Exit.FAILED;
    }

    private MessageSource messages() throws IOException, CommandFailed {
        return switch (kind) {
            case MBOX -> MboxSource.of(Path.of(source));
            case MAILDIR -> FileSource.maildir(Path.of(source));
            case MH -> FileSource.mh(Path.of(source));
            case EML -> FileSource.eml(Path.of(source));
            case POP3 -> pop3();
        };
    }

    private MessageSource pop3() throws IOException, CommandFailed {
        Pop3Place place = Pop3Place.parse(source)
                .orElseThrow(() -> new CommandFailed(
                        Exit.USAGE, List.of(), "\"" + source + "\" is not [pop3s://]USER@HOST[:PORT]"));
        Optional<Fingerprint> certificate = Optional.empty();
        if (pin.isPresent()) {
            certificate = Fingerprint.parse(pin.get());
            if (certificate.isEmpty()) {
                throw new CommandFailed(Exit.USAGE, List.of(), "\"" + pin.get() + "\" is not sha256: and 64 digits");
            }
        }
        return new Pop3Source(place, password(place), certificate);
    }

    private String password(Pop3Place place) throws IOException, CommandFailed {
        if (passwordFromInput) {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            return Optional.ofNullable(in.readLine()).orElse("");
        }
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("password of %s: ", place.user());
        if (typed == null) {
            throw new CommandFailed("--password-stdin reads the password, where there is no terminal to ask for it");
        }
        return new String(typed);
    }
}
