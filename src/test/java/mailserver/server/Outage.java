package mailserver.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import mailserver.TestServer;

/** A server that is down for a while and comes back at the same port. */
final class Outage {
    interface Scene {
        void play() throws Exception;
    }

    private Outage() {}

    /** Plays the scene while connections to the server's SMTP port are refused. */
    static void of(TestServer server, Scene scene) throws Exception {
        int port = server.smtpPort();
        Path configuration = server.home.resolve("etc/mailserver.toml");
        String fixed = TestServer.text(configuration).replaceFirst("127\\.0\\.0\\.1:0", "127.0.0.1:" + port);
        server.write("etc/mailserver.toml", fixed);
        server.close();
        try (var holder = new Socket()) {
            holder.setReuseAddress(true);
            // A port that is bound, with nobody listening, refuses connections, and nobody else gets it. The kernel may
            // still be about to take the listener away.
            Letters.until(() -> bound(holder, port));
            scene.play();
        }
        server.start();
    }

    private static boolean bound(Socket socket, int port) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }
}
