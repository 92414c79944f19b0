package mailserver.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.value.TlsFiles;
import mailserver.tls.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tls}: by what others can know this server. Reads the files, so it works with the server up or down. */
@Command(
        name = "tls",
        description = "Show the server's certificate and its fingerprint, which peers and clients can pin.")
final class TlsCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        Settings settings = SettingsFiles.load(files);
        TlsFiles pem = settings.configuration().tls().orElse(TlsFiles.DEFAULT).in(files.home());
        Identity identity = Identity.read(pem.certificate(), pem.key());
        PrintWriter out = spec.commandLine().getOut();
        out.println("fingerprint  " + identity.fingerprint());
        out.println("names        " + String.join(" ", identity.names()));
        out.println("expires      " + identity.expires());
        out.println("certificate  " + pem.certificate());
        out.println("key          " + pem.key());
        return Exit.DONE;
    }
}
