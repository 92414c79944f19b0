package mailserver.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import mailserver.store.DurableFiles;

/** Sees to it that there is a certificate: a server nobody has set up yet shall encrypt all the same. */
public final class CertificateFiles {
    private CertificateFiles() {}

    /**
     * Makes a self-signed certificate and its key where there is neither.
     *
     * @return whether it was made
     * @throws TlsException when one of the two is there without the other: it is somebody's, and nothing to write over
     */
    public static boolean makeIfAbsent(Path certificate, Path key, String hostname, InstantSource clock)
            throws IOException {
        boolean hasCertificate = Files.exists(certificate);
        if (hasCertificate && Files.exists(key)) {
            return false;
        }
        if (hasCertificate || Files.exists(key)) {
            throw new TlsException((hasCertificate ? key : certificate) + " is missing, and "
                    + (hasCertificate ? certificate : key) + " is there; put both there, or none to have them made");
        }
        var made = SelfSigned.make(SelfSigned.names(hostname), SelfSigned.addresses(), clock.instant());
        DurableFiles.makeFolder(key.toAbsolutePath().getParent());
        DurableFiles.makeFolder(certificate.toAbsolutePath().getParent());
        // The key first: a crash in between leaves what the message above tells how to mend.
        DurableFiles.writeFile(key, made.keyFile());
        DurableFiles.writeFile(certificate, made.certificateFile());
        return true;
    }
}
