package mailserver.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/**
 * Whom the control socket listens to: the user that the server runs as, and root, who could do all of it anyway. The socket's
 * mode says the same, but a mode can be changed by mistake, and a descriptor can be handed on.
 *
 * @param owner the user that the server runs as
 */
record ControlPeer(UserPrincipal owner) {
    /** By name, or by number where the machine has no name for it. */
    private static final Set<String> ROOT = Set.of("root", "0");

    /** @param file made by this process */
    static ControlPeer ownerOf(Path file) throws IOException {
        return new ControlPeer(Files.getOwner(file));
    }

    boolean admits(SocketChannel client) throws IOException {
        return user(client).map(this::admits).orElse(true);
    }

    boolean admits(UserPrincipal user) {
        return user.equals(owner) || ROOT.contains(user.getName());
    }

    /** Who is at the other end, as the kernel says; empty where it can't be asked, and the socket's mode has to do. */
    private static Optional<UserPrincipal> user(SocketChannel client) throws IOException {
        return client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                ? Optional.of(
                        client.getOption(ExtendedSocketOptions.SO_PEERCRED).user())
                : Optional.empty();
    }
}
