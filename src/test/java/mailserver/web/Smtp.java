package mailserver.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The shortest way to hand in a message. */
final class Smtp {
    private Smtp() {}

    static void deliver(int port, String from, String to, String message) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            expect("220", in);
            for (String line : new String[] {"HELO test", "MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">"}) {
                say(socket, line);
                expect("250", in);
            }
            say(socket, "DATA");
            expect("354", in);
            say(socket, message.replace("\r\n", "\n").replace("\n", "\r\n").replace("\r\n.", "\r\n..") + "\r\n.");
            expect("250", in);
            say(socket, "QUIT");
            expect("221", in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(String code, BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null || !line.startsWith(code)) {
            throw new AssertionError("not " + code + " but " + line);
        }
    }
}
