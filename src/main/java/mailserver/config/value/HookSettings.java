package mailserver.config.value;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who is told of each message that has come into a mailbox.
 *
 * @param onDelivery a program and its arguments, which finds the event on its standard input; empty: none
 * @param url        where the same is posted to
 */
public record HookSettings(List<String> onDelivery, Optional<URI> url) {
    public static final HookSettings NONE = new HookSettings(List.of(), Optional.empty());

    public HookSettings {
        onDelivery = List.copyOf(onDelivery);
    }

    public boolean isNone() {
        return onDelivery.isEmpty() && url.isEmpty();
    }
}
