package mailserver.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import mailserver.config.value.Fingerprint;
import mailserver.store.DurableFiles;

/**
 * What a server proves itself with.
 *
 * @param chain its own certificate first, then those of its issuers
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
        chain = List.copyOf(chain);
    }

    /** @throws TlsException with the reason why the two files are of no use */
    public static Identity read(Path certificate, Path key) throws TlsException {
        Identity identity = parse(certificate, key);
        if (!identity.fits()) {
            throw new TlsException(key + " is not the key of the certificate in " + certificate);
        }
        return identity;
    }

    /**
     * The same, for a start. Whether the two fit takes a signature to find out, which in a JVM that has just begun is half of the
     * start; so the pair that was found to fit is remembered.
     *
     * @param memory a file for its digest
     */
    static Identity read(Path certificate, Path key, Path memory) throws IOException {
        String pair = digest(certificate, key);
        if (Files.isRegularFile(memory) && Files.readString(memory).strip().equals(pair)) {
            return parse(certificate, key);
        }
        Identity identity = read(certificate, key);
        DurableFiles.writeFile(memory, (pair + "\n").getBytes(StandardCharsets.US_ASCII));
        return identity;
    }

    private static Identity parse(Path certificate, Path key) throws TlsException {
        return new Identity(PemFiles.privateKey(key), PemFiles.certificates(certificate));
    }

    private static String digest(Path certificate, Path key) throws TlsException {
        return Fingerprint.of(PemFiles.read(certificate)) + " " + Fingerprint.of(PemFiles.read(key));
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Fingerprint fingerprint() {
        return fingerprint(certificate());
    }

    /** The names and addresses that the certificate is good for (RFC 5280 §4.2.1.6). */
    public List<String> names() throws TlsException {
        try {
            return Stream.ofNullable(certificate().getSubjectAlternativeNames())
                    .flatMap(Collection::stream)
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            throw new TlsException("the names in the certificate can't be read: " + e.getMessage(), e);
        }
    }

    public Instant expires() {
        return certificate().getNotAfter().toInstant();
    }

    static Fingerprint fingerprint(X509Certificate certificate) {
        try {
            return Fingerprint.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can't be written", e);
        }
    }

    private boolean fits() throws TlsException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case String other -> other;
        };
        try {
            byte[] anything = new byte[16];
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(certificate().getPublicKey());
            signature.update(anything);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new TlsException("keys of the kind " + key.getAlgorithm() + " can't be used: " + e.getMessage(), e);
        }
    }
}
