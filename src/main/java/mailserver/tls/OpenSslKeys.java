package mailserver.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads private keys in the forms that openssl wrote before PKCS #8. Apart, for its library is large and few starts need it. */
final class OpenSslKeys {
    private OpenSslKeys() {}

    static PrivateKey parse(Path file, String text) throws TlsException {
        try (var parser = new PEMParser(new StringReader(text))) {
            var converter = new JcaPEMKeyConverter();
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                switch (found) {
                    case PrivateKeyInfo key -> {
                        return converter.getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getKeyPair(pair).getPrivate();
                    }
                    default -> {
                        // A certificate or parameters of a curve may stand in the same file.
                    }
                }
            }
        } catch (PEMException e) {
            throw new TlsException(file + " is no private key in PEM: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TlsException(file + " can't be read as PEM: " + e.getMessage(), e);
        }
        String why =
                text.contains("ENCRYPTED") ? "is encrypted; write it without a pass phrase" : "holds no private key";
        throw new TlsException(file + " " + why);
    }
}
