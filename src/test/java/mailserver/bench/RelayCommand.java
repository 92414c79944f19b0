package mailserver.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mailserver.load.Sink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "relay",
        description = "Hand in mail to an SMTP server that relays it to a sink here, and wait until all has arrived.")
final class RelayCommand implements Callable<Integer> {
    @Mixin
    private SmtpOptions options;

    @Option(names = "--sink", required = true, description = "The loopback port that the server relays to.")
    private int port;

    @Option(names = "--plot", description = "Where to draw the latencies, an SVG file.")
    private Path plot;

    @Override
    public Integer call() throws Exception {
        var counter = new CountingReceiver();
        try (var sink = new Sink(port, counter)) {
            System.out.println("the sink listens at port " + sink.port());
            Outcome outcome = new SmtpLoad(options.work()).run(counter);
            System.out.print(outcome.table("messages", "250 after the data"));
            LatencyPlot.write(plot, "250 after the data", outcome);
            return 0;
        }
    }
}
