package mailserver.server;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import mailserver.config.Configuration;
import mailserver.config.ServerFiles;
import mailserver.config.value.TlsFiles;
import mailserver.tls.CertificateFiles;
import mailserver.tls.ServerTls;

/** The server's certificate: made at a first start, read at every one. */
final class TlsSetup {
    private TlsSetup() {}

    /** Empty in a class-room, where everything is to be seen. */
    static Optional<ServerTls> of(ServerFiles files, Configuration configuration, InstantSource clock)
            throws StartException {
        if (configuration.tls().isEmpty()) {
            return Optional.empty();
        }
        TlsFiles pem = configuration.tls().get().in(files.home());
        try {
            CertificateFiles.makeIfAbsent(pem.certificate(), pem.key(), configuration.hostname(), clock);
            return Optional.of(
                    ServerTls.read(pem.certificate(), pem.key(), files.run().resolve("tls-pair"), clock));
        } catch (IOException e) {
            throw new StartException("TLS: " + e.getMessage() + "; see [tls] in etc/mailserver.toml");
        }
    }
}
