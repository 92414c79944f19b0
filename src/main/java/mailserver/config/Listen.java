package mailserver.config;

import java.util.List;

/** Where one protocol listens; an empty list turns it off. */
public record Listen(List<HostPort> listen) {
    public Listen {
        listen = List.copyOf(listen);
    }
}
