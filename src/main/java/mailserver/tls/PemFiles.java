package mailserver.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM (RFC 7468), with words for everything that can be wrong with a file. */
final class PemFiles {
    private static final long MOST = 1024 * 1024;
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemFiles() {}

    /** At least one certificate. */
    static List<X509Certificate> certificates(Path file) throws TlsException {
        try {
            List<X509Certificate> all =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(read(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (all.isEmpty()) {
                throw new TlsException(file + " holds no certificate in PEM");
            }
            return all;
        } catch (CertificateException e) {
            throw new TlsException(file + " is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    /** The first private key, in PKCS #8 or in the form that openssl wrote before. */
    static PrivateKey privateKey(Path file) throws TlsException {
        String text = new String(read(file), StandardCharsets.US_ASCII);
        Optional<PrivateKey> plain = pkcs8(text);
        return plain.isPresent() ? plain.get() : OpenSslKeys.parse(file, text);
    }

    /** The usual form, which the JDK reads by itself: a start shall not wait for a library to be loaded. */
    private static Optional<PrivateKey> pkcs8(String text) {
        Matcher matcher = PKCS8.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
            } catch (GeneralSecurityException e) {
                // Of another kind, or damaged: what is the matter the library will say.
            }
        }
        return Optional.empty();
    }

    static byte[] read(Path file) throws TlsException {
        try {
            if (Files.size(file) > MOST) {
                throw new TlsException(file + " is far too large for PEM");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsException("no such file: " + file, e);
        } catch (TlsException e) {
            throw e;
        } catch (IOException e) {
            throw new TlsException(file + " can't be read: " + e, e);
        }
    }
}
