package mailserver.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.NextHop;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.smtp.RecipientOutcome;
import mailserver.store.Fence;

/** Goes nowhere without a lease: the mail may be another node's by now. */
public record FencedAgent(DeliveryAgent agent, Fence fence) implements DeliveryAgent {
    private static final RecipientOutcome NOT_OURS =
            new RecipientOutcome.Deferred("this node has lost its lease", Optional.empty());

    @Override
    public ConnectResult connect(NextHop hop) {
        if (!fence.holds()) {
            return new ConnectResult.Failed(NOT_OURS, false, Set.of());
        }
        Fence ours = fence.sinceNow();
        return switch (agent.connect(hop)) {
            case ConnectResult.Connected(HopConnection connection) ->
                new ConnectResult.Connected(new Fenced(connection, ours));
            case ConnectResult.Failed failed -> failed;
        };
    }

    @Override
    public boolean answers(NextHop hop) {
        return fence.holds() && agent.answers(hop);
    }

    private record Fenced(HopConnection connection, Fence fence) implements HopConnection {
        @Override
        public Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml) {
            return fence.holds()
                    ? connection.deliver(envelope, eml)
                    : RecipientOutcome.forAll(envelope.addresses(), NOT_OURS);
        }

        @Override
        public boolean isOpen() {
            return fence.holds() && connection.isOpen();
        }

        @Override
        public boolean mayHaveIt() {
            return connection.mayHaveIt();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
