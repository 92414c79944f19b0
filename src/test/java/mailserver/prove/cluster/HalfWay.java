package mailserver.prove.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.load.Talk;
import mailserver.load.cluster.LoadBalancer;
import mailserver.prove.Senders;

/** Clients who have sent half of a message. It goes to the sender's own mailbox, whose mail is not accounted for. */
final class HalfWay implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int SENT = 100;

    private final List<Talk> talks = new ArrayList<>();
    private final byte[] wire = Letter.of("half-way", 3000).wire();

    private HalfWay() {}

    static HalfWay clients(LoadBalancer balancer, int number) throws IOException {
        var clients = new HalfWay();
        for (int i = 0; i < number; i++) {
            Talk talk = Talk.to(balancer.smtp(), PATIENCE);
            clients.talks.add(talk);
            Senders.hello(talk);
            talk.agree("MAIL FROM:<> BODY=8BITMIME", 250);
            talk.agree("RCPT TO:<" + Home.address(Senders.SENDER) + ">", 250);
            talk.agree("DATA", 354);
            talk.send(Arrays.copyOf(clients.wire, SENT));
        }
        return clients;
    }

    /** They send the rest; what each is told. */
    List<String> goOn() {
        var answers = new ArrayList<String>();
        for (Talk talk : talks) {
            try {
                talk.send(Arrays.copyOfRange(wire, SENT, wire.length));
                talk.reply();
                answers.add(talk.said());
            } catch (IOException e) {
                answers.add(e.toString());
            }
        }
        return answers;
    }

    @Override
    public void close() {
        talks.forEach(Talk::close);
    }
}
