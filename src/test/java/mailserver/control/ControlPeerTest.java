package mailserver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlPeerTest {
    private record User(String name) implements UserPrincipal {
        @Override
        public String getName() {
            return name;
        }
    }

    @Test
    void the_servers_own_user_and_root_are_heard_and_nobody_else() {
        var peer = new ControlPeer(new User("mailserver"));
        assertTrue(peer.admits(new User("mailserver")));
        assertTrue(peer.admits(new User("root")));
        assertTrue(peer.admits(new User("0")));
        assertEquals(false, peer.admits(new User("nobody")));
        assertEquals(false, peer.admits(new User("rooty")));
    }

    @Test
    void whoever_made_the_socket_is_heard_on_it(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertTrue(ControlPeer.ownerOf(file).admits(Files.getOwner(file)));
        Path socket = folder.resolve("run/control");
        ControlSocket control = ControlSocket.start(socket, request -> ControlAnswer.ok("heard"));
        assertEquals(
                Optional.of(ControlAnswer.ok("heard")), new ControlClient(socket).ask(new ControlRequest.Status()));
        control.close();
    }
}
