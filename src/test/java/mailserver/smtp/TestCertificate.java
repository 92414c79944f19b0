package mailserver.smtp;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import mailserver.config.value.Fingerprint;
import mailserver.tls.SelfSigned;
import mailserver.tls.ServerTls;
import mailserver.wire.TlsLayer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a peer in a test shows to its clients.
 *
 * @param file the certificate in PEM
 */
public record TestCertificate(TlsLayer layer, Fingerprint fingerprint, Path file) {
    /** By nobody but itself, for a name and the loopback addresses. */
    public static TestCertificate selfSigned(Path folder, String name) throws IOException {
        List<InetAddress> addresses = List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1"));
        var made = SelfSigned.make(List.of(name), addresses, Instant.now());
        return of(folder, made.certificate(), made.key());
    }

    private static TestCertificate of(Path folder, String certificate, String key) throws IOException {
        Path files = Files.createTempDirectory(folder, "tls");
        Path certificateFile = Files.writeString(files.resolve("cert.pem"), certificate, StandardCharsets.US_ASCII);
        Path keyFile = Files.writeString(files.resolve("key.pem"), key, StandardCharsets.US_ASCII);
        var tls = ServerTls.read(certificateFile, keyFile, files.resolve("pair"), InstantSource.system());
        return new TestCertificate(tls::wrap, tls.identity().fingerprint(), certificateFile);
    }

    /**
     * Somebody who vouches for others.
     *
     * @param file its certificate in PEM
     */
    public record Authority(X500Name name, KeyPair pair, Path file) {
        public static Authority make(Path folder, String called)
                throws IOException, GeneralSecurityException, OperatorCreationException {
            KeyPair pair = newPair();
            X500Name name = new X500Name("CN=" + called);
            var builder = builder(name, pair, name);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            Path file = Files.createTempFile(folder, "ca", ".pem");
            Files.writeString(file, pem(signed(builder, pair)), StandardCharsets.US_ASCII);
            return new Authority(name, pair, file);
        }

        /** Vouches for a peer that goes by this name. */
        public TestCertificate certify(Path folder, String name)
                throws IOException, GeneralSecurityException, OperatorCreationException {
            KeyPair own = newPair();
            var builder = builder(this.name, own, new X500Name("CN=a peer"));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            return of(folder, pem(signed(builder, pair)), pem(new JcaPKCS8Generator(own.getPrivate(), null)));
        }

        private static KeyPair newPair() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        }

        private static JcaX509v3CertificateBuilder builder(X500Name issuer, KeyPair subject, X500Name name) {
            Instant now = Instant.now();
            return new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(now.toEpochMilli()),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(Duration.ofDays(1))),
                    name,
                    subject.getPublic());
        }

        private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair signer)
                throws GeneralSecurityException, OperatorCreationException {
            var how = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(how));
        }

        private static String pem(Object object) throws IOException {
            var text = new StringWriter();
            try (var writer = new JcaPEMWriter(text)) {
                writer.writeObject(object);
            }
            return text.toString();
        }
    }
}
