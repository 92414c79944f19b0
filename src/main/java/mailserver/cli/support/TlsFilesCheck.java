package mailserver.cli.support;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.value.TlsFiles;
import mailserver.tls.Identity;
import mailserver.tls.TlsException;

/** Whether the certificate and the key that {@code [tls]} names can be used, told as any fault in the configuration. */
public final class TlsFilesCheck {
    private TlsFilesCheck() {}

    /** Where neither file is there the first start makes both. */
    public static void run(Settings settings, ServerFiles files) throws ConfigurationException {
        Optional<TlsFiles> pem = settings.configuration().tls().map(tls -> tls.in(files.home()));
        if (pem.isEmpty()
                || Files.notExists(pem.get().certificate())
                        && Files.notExists(pem.get().key())) {
            return;
        }
        try {
            Identity.read(pem.get().certificate(), pem.get().key());
        } catch (TlsException e) {
            throw new ConfigurationException(List.of(new Fault(files.configuration(), 0, "[tls]: " + e.getMessage())));
        }
    }
}
