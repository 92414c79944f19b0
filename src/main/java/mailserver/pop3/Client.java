package mailserver.pop3;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Whom a session talks to, and what it may do: the same in each state. */
record Client(InetAddress address, Maildrops maildrops, Answers answers) {
    boolean mayUsePlainPasswords() {
        return maildrops.plaintextAllowed(address);
    }

    /** What this client can use here and now (RFC 2449 §6, RFC 3206 §6). */
    void tellCapabilities() throws IOException {
        var capabilities = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"));
        if (mayUsePlainPasswords()) {
            capabilities.add("USER");
        }
        capabilities.add("EXPIRE NEVER");
        capabilities.add("IMPLEMENTATION mailserver");
        answers.list("what this server can do", capabilities);
    }
}
