package mailserver.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mailserver.wire.text.IpText;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a certificate that a server signs for itself: EC P-256, ten years, good for every name and address by which the LAN may call
 * the machine (RFC 5280 §4.2.1.6). Nobody vouches for it; whoever connects knows it by its fingerprint.
 *
 * @param certificate PEM
 * @param key         PEM, PKCS #8 without a pass phrase
 */
public record SelfSigned(String certificate, String key) {
    private static final Duration LIFE = Duration.ofDays(3652);
    /** Clocks on a LAN differ; a certificate made just now must not be of tomorrow for anybody. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /** @param names what the machine is called, its full name first */
    public static SelfSigned make(List<String> names, List<InetAddress> addresses, Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new SelfSigned(
                    pem(certificate(pair, names, addresses, now)), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("a certificate can't be made: " + e, e);
        }
    }

    /** The host name, its first label, and {@code localhost}. */
    public static List<String> names(String hostname) {
        int dot = hostname.indexOf('.');
        String first = dot < 0 ? hostname : hostname.substring(0, dot);
        return List.copyOf(new LinkedHashSet<>(List.of(hostname, first, "localhost")));
    }

    /** All addresses of this machine but those of one link only, which need a zone that no certificate has. */
    public static List<InetAddress> addresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress())
                .distinct()
                .toList();
    }

    public byte[] certificateFile() {
        return certificate.getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] keyFile() {
        return key.getBytes(StandardCharsets.US_ASCII);
    }

    private static X509Certificate certificate(
            KeyPair pair, List<String> names, List<InetAddress> addresses, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name subject = new X500NameBuilder()
                .addRDN(BCStyle.CN, shortened(names.getFirst()))
                .build();
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                // RFC 5280 §4.1.2.2: positive, at most 20 octets; random, so that no two have the same.
                new BigInteger(127, new SecureRandom()).setBit(126),
                Date.from(now.minus(CLOCKS_DIFFER)),
                Date.from(now.plus(LIFE)),
                subject,
                pair.getPublic());
        var utils = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names, addresses));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(pair.getPublic()));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames alternatives(List<String> names, List<InetAddress> addresses) {
        Set<GeneralName> all = new LinkedHashSet<>();
        names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
        addresses.forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, plain(address))));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static String plain(InetAddress address) {
        String text = IpText.of(address);
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** RFC 5280 appendix A.1: a common name has 64 characters at most. The alternative names have all of it. */
    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64);
    }

    private static String pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
