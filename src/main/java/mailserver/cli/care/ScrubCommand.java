package mailserver.cli.care;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import mailserver.care.Finding;
import mailserver.care.Pace;
import mailserver.care.Scrub;
import mailserver.cli.support.Exit;
import mailserver.cli.support.HomeOption;
import mailserver.cli.support.SettingsFiles;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scrub}: whether all mail is still what was delivered. */
@Command(
        name = "scrub",
        description =
                "Read all mail and tell what has rotted, what lies about its size, what was never finished and what"
                        + " belongs to nobody. Exit code 1 when there is anything to tell.")
public final class ScrubCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--repair", description = "rename what is wrong aside, and correct wrong names; nothing is deleted")
    private boolean repair;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Parameters(paramLabel = "ADDRESS", arity = "0..*", description = "only these mailboxes")
    private List<Address> addresses = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        var owners = new Owners(files, SettingsFiles.load(files));
        if (repair) {
            HomeOwner.check(files);
        }
        var found = new ArrayList<Finding>();
        Consumer<Finding> told = json ? found::add : this::print;
        var scrub = new Scrub(
                files, InstantSource.system().instant(), repair, Pace.gentle(), Terminal.progress(spec), told);
        Scrub.Summary summary = addresses.isEmpty() ? scrub.all(owners::has) : scrub.of(owners.mailboxes(addresses));
        if (json) {
            out().println(json(summary, found));
        } else {
            out().println("read " + summary.messages() + " messages with " + summary.octets() + " octets; "
                    + (summary.findings() == 0 ? "all is well" : summary.findings() + " found"));
        }
        return summary.findings() == 0 ? Exit.DONE : Exit.FAILED;
    }

    private void print(Finding finding) {
        String now = finding.now().map(file -> "; it is " + file + " now").orElse("");
        out().println(Printable.line(finding.kind().label() + " " + finding.file() + " " + finding.words() + now));
        out().flush();
    }

    private static String json(Scrub.Summary summary, List<Finding> found) {
        var findings = new JsonArray();
        for (Finding finding : found) {
            var one = new JsonObject();
            one.addProperty("kind", finding.kind().label());
            one.addProperty("file", finding.file().toString());
            one.addProperty("what", finding.words());
            finding.now().ifPresent(file -> one.addProperty("now", file.toString()));
            findings.add(one);
        }
        var json = new JsonObject();
        json.addProperty("messages", summary.messages());
        json.addProperty("octets", summary.octets());
        json.add("findings", findings);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(json);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
