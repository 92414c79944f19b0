package mailserver.cli.care;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import mailserver.care.doctor.Diagnosis;
import mailserver.care.doctor.Doctor;
import mailserver.cli.support.CommandFailed;
import mailserver.cli.support.Exit;
import mailserver.cli.support.Hint;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import mailserver.wire.text.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is in the server's way, or soon will be. */
@Command(
        name = "doctor",
        description =
                "Look at configuration, permissions, disk, clock, ports, certificate, peers and (where mail goes by DNS)"
                        + " DNS, and say what to do. Exit code 1 when there is a fault.")
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServerFiles files = home.files();
        if (!Files.exists(files.configuration())) {
            throw new CommandFailed(
                    "there is no " + files.configuration() + "; " + Hint.of(files, "start") + " writes one");
        }
        List<Diagnosis> found = new Doctor(files, InstantSource.system().instant()).examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(found));
        } else {
            found.forEach(one -> print(out, one));
        }
        boolean well = found.stream().noneMatch(one -> one.level() == Diagnosis.Level.FAULT);
        return well ? Exit.DONE : Exit.FAILED;
    }

    private static void print(PrintWriter out, Diagnosis one) {
        out.println(Printable.line("%-5s %s: %s".formatted(one.level().label(), one.topic(), one.words())));
        if (!one.remedy().isEmpty()) {
            out.println(Printable.line("      -> " + one.remedy()));
        }
    }

    private static String json(List<Diagnosis> found) {
        var all = new JsonArray();
        for (Diagnosis one : found) {
            var json = new JsonObject();
            json.addProperty("level", one.level().label());
            json.addProperty("topic", one.topic());
            json.addProperty("what", one.words());
            if (!one.remedy().isEmpty()) {
                json.addProperty("remedy", one.remedy());
            }
            all.add(json);
        }
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(all);
    }
}
