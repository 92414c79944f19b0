package mailserver.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.tinylog.Logger;

/**
 * The server's side of TLS, from two PEM files. New files are taken at the next handshake, without a restart: a certificate that
 * is renewed every few weeks must cost nobody a thought. Files that are of no use are logged, and the old ones serve on.
 */
public final class ServerTls {
    /** Two files are not replaced in one moment; for so long a pair that doesn't fit is no news. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final Path certificate;
    private final Path key;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Identity identity;
    private Optional<SSLContext> context = Optional.empty();
    private Optional<X509ExtendedKeyManager> keys = Optional.empty();
    private Stamp read;
    private Optional<Stamp> seen = Optional.empty();
    private Instant seenAt = Instant.MIN;

    private record Stamp(FileTime certificate, FileTime key) {
        static Stamp of(Path certificate, Path key) throws IOException {
            return new Stamp(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
        }
    }

    private ServerTls(Path certificate, Path key, InstantSource clock, Stamp read, Identity identity) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.read = read;
        this.identity = identity;
    }

    /**
     * @param memory a file of our own, which remembers the pair that was found to fit
     * @throws TlsException when the files are of no use
     */
    public static ServerTls read(Path certificate, Path key, Path memory, InstantSource clock) throws IOException {
        Identity identity = Identity.read(certificate, key, memory);
        return new ServerTls(certificate, key, clock, Stamp.of(certificate, key), identity);
    }

    /** What the next client will see. */
    public Identity identity() {
        lock.lock();
        try {
            refresh();
            return identity;
        } finally {
            lock.unlock();
        }
    }

    /** Wraps a socket that a client has connected; the handshake is yet to come. */
    public SSLSocket wrap(Socket plain) throws IOException {
        return served((SSLSocket) context().getSocketFactory().createSocket(plain, null, true));
    }

    /** The same, where the client has begun the handshake and something of it was read. */
    public SSLSocket wrap(Socket plain, InputStream begun) throws IOException {
        return served((SSLSocket) context().getSocketFactory().createSocket(plain, begun, true));
    }

    private static SSLSocket served(SSLSocket socket) {
        socket.setUseClientMode(false);
        Contexts.restrict(socket);
        return socket;
    }

    /** For a server that does its own handshakes: each has the certificate of its moment. */
    public SSLContext liveContext() throws IOException {
        context();
        return Contexts.of(new KeyManager[] {new LiveKeys(this::liveKeys)});
    }

    /** The versions that are strong enough, for such a server. */
    public static List<String> versions() {
        return Contexts.versions();
    }

    /** The suites that are strong enough, for such a server. */
    public static List<String> suites(SSLContext context) {
        return Contexts.strong(List.of(context.getSupportedSSLParameters().getCipherSuites()));
    }

    private X509ExtendedKeyManager liveKeys() {
        lock.lock();
        try {
            refresh();
            if (keys.isEmpty()) {
                keys = Optional.of((X509ExtendedKeyManager) Contexts.keys(identity)[0]);
            }
            return keys.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private SSLContext context() throws IOException {
        lock.lock();
        try {
            refresh();
            if (context.isEmpty()) {
                // Not before it is needed: a server that starts has better things to do.
                context = Optional.of(Contexts.of(Contexts.keys(identity)));
            }
            return context.get();
        } finally {
            lock.unlock();
        }
    }

    private void refresh() {
        Stamp now;
        try {
            now = Stamp.of(certificate, key);
        } catch (IOException e) {
            // Gone for a moment, or for good: what was read from them serves on.
            return;
        }
        if (now.equals(read)) {
            return;
        }
        try {
            identity = Identity.read(certificate, key);
            context = Optional.empty();
            keys = Optional.empty();
            read = now;
            Logger.info("TLS: a new certificate, {}", identity.fingerprint());
        } catch (TlsException e) {
            complain(now, e);
        }
    }

    private void complain(Stamp now, TlsException why) {
        if (!seen.equals(Optional.of(now))) {
            seen = Optional.of(now);
            seenAt = clock.instant();
        } else if (Duration.between(seenAt, clock.instant()).compareTo(SETTLE) >= 0) {
            read = now;
            Logger.error("TLS: the old certificate serves on: {}", why.getMessage());
        }
    }
}
