package mailserver.config.value;

import java.nio.file.Path;

/** The files of the server's certificate and its key, in PEM. Where both are absent, a first start makes them. */
public record TlsFiles(Path certificate, Path key) {
    public static final TlsFiles DEFAULT = new TlsFiles(Path.of("etc/tls/cert.pem"), Path.of("etc/tls/key.pem"));

    /** The same seen from a home folder. */
    public TlsFiles in(Path home) {
        return new TlsFiles(home.resolve(certificate), home.resolve(key));
    }
}
