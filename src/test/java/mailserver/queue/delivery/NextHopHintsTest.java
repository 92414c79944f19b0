package mailserver.queue.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.queue.NextHop;
import org.junit.jupiter.api.Test;

class NextHopHintsTest {
    private final NextHopHints hints = new NextHopHints();
    private final NextHopQueue hop = new NextHopQueue(new NextHop.To(Peer.at(new HostPort("a.lab", 25))));
    private final List<NextHopHint> used = List.of(new NextHopHint("a.lab:25", true, Optional.empty(), ""));

    private void hear(String node, List<NextHopHint> told) {
        hints.hear(node, told, Instant.EPOCH);
    }

    @Test
    void connectionsAreSharedByThoseWhoUseAHop() {
        assertEquals(4, hints.share(hop, 4));
        hear("b", used);
        assertEquals(2, hints.share(hop, 4));
        hear("c", used);
        hear("d", List.of(new NextHopHint("another.lab:25", true, Optional.empty(), "")));
        assertEquals(1, hints.share(hop, 4));
        hear("e", used);
        hear("f", used);
        assertEquals(1, hints.share(hop, 4), "never none");
        for (String node : List.of("b", "c", "d", "e", "f")) {
            hear(node, List.of());
        }
        assertEquals(4, hints.share(hop, 4));
    }
}
