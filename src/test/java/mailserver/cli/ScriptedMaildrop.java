package mailserver.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A POP3 server over a real socket that answers by a list; to what isn't on it, it closes the connection. */
public final class ScriptedMaildrop implements Closeable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, String> answers;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** @param answers by command, lines separated by LF; GREETING for the first */
    public ScriptedMaildrop(Map<String, String> answers) throws IOException {
        this.answers = Map.copyOf(answers);
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<String> heard() {
        return heard;
    }

    private void accept() {
        while (true) {
            try (Socket socket = listener.accept()) {
                serve(socket);
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String command = "GREETING";
        while (answers.containsKey(command)) {
            String answer = answers.get(command).replace("\n", "\r\n") + "\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            command = String.valueOf(in.readLine());
            heard.add(command);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
