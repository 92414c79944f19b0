package mailserver.config;

import java.nio.file.Path;

/** The files of the server's certificate and its key, in PEM. Where both are absent, a first start makes them. */
public record Tls(Path certificate, Path key) {
    public static final Tls DEFAULT = new Tls(Path.of("etc/tls/cert.pem"), Path.of("etc/tls/key.pem"));

    /** The same seen from a home folder. */
    public Tls in(Path home) {
        return new Tls(home.resolve(certificate), home.resolve(key));
    }
}
