package mailserver.load.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mailserver.load.Programs;
import mailserver.load.Talk;
import mailserver.load.Wait;
import mailserver.netns.Machine;
import mailserver.netns.Network;

/** HAProxy with {@code etc/haproxy.cfg.example}, as it is. */
public final class LoadBalancer {
    /** The last number of its address. */
    static final int NUMBER = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String address;

    private LoadBalancer(String address) {
        this.address = address;
    }

    /** Debian's package; to be called where there is an Internet. */
    public static void install() throws IOException {
        Programs.need("haproxy", "haproxy");
    }

    static LoadBalancer start(Path folder, Network network) throws IOException {
        Machine machine = Machine.start("front");
        network.plug(machine, NUMBER);
        Path configuration = Path.of(System.getProperty("mailserver.checkout")).resolve("etc/haproxy.cfg.example");
        Path log = folder.resolve("haproxy.log");
        machine.start(log, new ProcessBuilder("haproxy", "-db", "-f", configuration.toString()));
        var balancer = new LoadBalancer(network.address(NUMBER));
        if (!Wait.atMost(PATIENCE, balancer::listens)) {
            throw new IOException("HAProxy doesn't start; it said: " + Files.readString(log));
        }
        return balancer;
    }

    private boolean listens() {
        try (var socket = new Socket(address, smtp().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Does a server greet a client of SMTP? */
    public boolean greets() {
        try (Talk talk = Talk.to(smtp(), PATIENCE)) {
            return talk.reply() == 220;
        } catch (IOException e) {
            return false;
        }
    }

    public InetSocketAddress smtp() {
        return new InetSocketAddress(address, 25);
    }

    public InetSocketAddress pop3() {
        return new InetSocketAddress(address, 110);
    }
}
