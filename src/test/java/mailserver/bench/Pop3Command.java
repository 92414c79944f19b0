package mailserver.bench;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "pop3", description = "Read mail from a POP3 server. Nothing is deleted.")
final class Pop3Command implements Callable<Integer> {
    @Parameters(paramLabel = "HOST:PORT", converter = Server.class, description = "The POP3 server.")
    private InetSocketAddress server;

    @Option(names = "--user", required = true, description = "Whose maildrop; # becomes a number, see --connections.")
    private String user;

    @Option(names = "--password", required = true, description = "Of all of them.")
    private String password;

    @Option(names = "--connections", defaultValue = "1", description = "At once, # from 0 on; ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--sessions", defaultValue = "10", description = "On each, one after the other; ${DEFAULT-VALUE}.")
    private int sessions;

    @Option(names = "--retr", description = "Read every message; otherwise STAT and UIDL.")
    private boolean retr;

    @Option(names = "--tls", description = "STLS first; any certificate will do.")
    private boolean tls;

    @Option(names = "--plot", description = "Where to draw the latencies, an SVG file.")
    private Path plot;

    @Override
    public Integer call() throws Exception {
        List<String> users = IntStream.range(0, connections)
                .mapToObj(i -> user.replace("#", String.valueOf(i)))
                .toList();
        Pop3Work.Kind kind = retr ? Pop3Work.Kind.RETR : Pop3Work.Kind.LIST;
        Outcome outcome = new Pop3Load(new Pop3Work(
                        server, users, password, sessions, kind, tls ? Pop3Work.Tls.STLS : Pop3Work.Tls.NONE))
                .run();
        String what = retr ? "messages" : "sessions";
        String latencyOf = retr ? "RETR" : "login, STAT, UIDL, QUIT";
        System.out.print(outcome.table(what, latencyOf));
        LatencyPlot.write(plot, latencyOf, outcome);
        return 0;
    }
}
