package mailserver.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "smtp", description = "Hand in mail to an SMTP server.")
final class SmtpCommand implements Callable<Integer> {
    @Mixin
    private SmtpOptions options;

    @Option(
            names = "--maildir",
            description = "Wait until the mail has arrived in this Maildir; for several, repeat it.")
    private List<File> maildirs = List.of();

    @Option(names = "--plot", description = "Where to draw the latencies, an SVG file.")
    private Path plot;

    @Override
    public Integer call() throws Exception {
        var load = new SmtpLoad(options.work());
        Outcome outcome = maildirs.isEmpty() ? load.run() : load.run(Arrivals.in(maildirs));
        System.out.print(outcome.table("messages", "250 after the data"));
        LatencyPlot.write(plot, "250 after the data", outcome);
        return 0;
    }
}
