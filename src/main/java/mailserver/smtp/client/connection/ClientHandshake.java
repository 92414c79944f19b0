package mailserver.smtp.client.connection;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Function;
import mailserver.store.Fence;
import mailserver.wire.Connection;
import mailserver.wire.StallGuard;
import mailserver.wire.Transcript;
import org.tinylog.Logger;

/** Makes a connection to one address and brings it to where mail can be handed over: greeting, EHLO, TLS, login. */
public final class ClientHandshake implements Closeable {
    private final ClientTimeouts timeouts;
    private final ClientConnector connector;
    private final ClientHello hello;
    private final ClientTls tls;
    private final StallGuard stalls;
    private final InstantSource clock;
    private final Fence fence;
    private final Function<InetSocketAddress, Transcript> transcripts;

    public ClientHandshake(
            String hostname,
            ClientTimeouts timeouts,
            Function<InetSocketAddress, Transcript> transcripts,
            InstantSource clock,
            Fence fence) {
        this.fence = fence;
        this.clock = clock;
        this.timeouts = timeouts;
        this.connector = new ClientConnector(timeouts.connect());
        this.hello = new ClientHello(hostname, timeouts);
        this.tls = new ClientTls(hello, timeouts);
        this.stalls = new StallGuard(timeouts.dataBlock());
        this.transcripts = transcripts;
    }

    /**
     * Connects, and waits for a greeting that welcomes us.
     *
     * @throws IOException when nobody there says one
     * @throws ClientFailure when it says that there is no mail to be had
     */
    public ClientOpening open(ClientFallback way) throws IOException, ClientFailure {
        Fence ours = fence.sinceNow();
        Connection connection = connector.connect(way.address(), way.name());
        stalls.watch(connection);
        var opening = new ClientOpening(
                connection, new ClientDialogue(way.name(), connection, transcripts.apply(way.address()), ours));
        return orClose(opening, () -> {
            hello.greeting(opening.dialogue());
            return opening;
        });
    }

    /**
     * Goes on from the greeting.
     *
     * @throws IOException when the dialogue breaks
     * @throws ClientFailure when the peer will not hear of any mail after all
     */
    public ClientConnection link(ClientOpening opening, ClientFallback way) throws IOException, ClientFailure {
        try {
            return orClose(opening, () -> {
                ClientExtensions offers = begin(opening.dialogue(), way);
                var session = new ClientSession(opening.dialogue(), timeouts, offers, clock);
                return new ClientConnection(opening.connection(), stalls, way, session, timeouts.quit());
            });
        } catch (ClientTlsException e) {
            if (way.needsTls()) {
                throw e;
            }
            // RFC 7435 §3: some protection most of the time, and mail all of the time.
            Logger.warn("{}; going on in the clear", e.getMessage());
            return link(way.inTheClear());
        }
    }

    /** Both, one after the other. */
    public ClientConnection link(ClientFallback way) throws IOException, ClientFailure {
        return link(open(way), way);
    }

    private ClientExtensions begin(ClientDialogue dialogue, ClientFallback way) throws IOException, ClientFailure {
        ClientExtensions offers = tls.begin(dialogue, way, hello.hello(dialogue));
        if (way.peer().login().isEmpty()) {
            return way.use().apply(offers.withoutAuth());
        }
        new ClientAuth(dialogue, timeouts.mail()).logIn(way.peer().login().get(), offers);
        return way.use().apply(offers);
    }

    private interface Step<T> {
        T make() throws IOException, ClientFailure;
    }

    /** Whatever ends the step without its result ends the connection, with a goodbye where the dialogue is in step. */
    private <T> T orClose(ClientOpening opening, Step<T> step) throws IOException, ClientFailure {
        boolean made = false;
        try {
            T result = step.make();
            made = true;
            return result;
        } catch (ClientFailure e) {
            ClientConnection.quit(opening.dialogue(), timeouts.quit());
            throw e;
        } finally {
            if (!made) {
                stalls.forget(opening.connection());
                opening.connection().close();
            }
        }
    }

    @Override
    public void close() {
        stalls.close();
    }
}
