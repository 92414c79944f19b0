package mailserver;

import java.util.List;
import java.util.stream.Stream;

/** MIME as programs write it, and as it gets mangled on the way. Characters up to U+00FF are octets. */
final class OddMime {
    private static final String MIXED = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";

    private OddMime() {}

    static List<OddMessage> all() {
        return Stream.of(structures(), encodings(), types())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OddMessage> structures() {
        return List.of(
                OddMessage.of("parts in parts in parts", MIXED + """
                        Content-Transfer-Encoding: 8bit

                        Präambel
                        --b
                        Content-Type: multipart/alternative; boundary=b1
                        Content-Transfer-Encoding: 8bit

                        --b1
                        Content-Type: text/plain; charset=iso-8859-1
                        Content-Transfer-Encoding: 8bit

                        Grüße
                        --b1
                        Content-Type: multipart/related; boundary="b 2"

                        --b 2
                        Content-Type: text/html; charset=iso-8859-1
                        Content-Transfer-Encoding: 8bit

                        <p>Grüße</p>

                        --b 2
                        Content-Type: image/png
                        Content-Transfer-Encoding: base64

                        iVBORw0KGgo=
                        --b 2--
                        Epilog
                        --b1--
                        --b
                        Content-Type: application/octet-stream; name="süß.bin"
                        Content-Transfer-Encoding: 8bit

                        äöü
                        --b--
                        Epilog é
                        """),
                OddMessage.of("no closing delimiters", MIXED + """

                        --b
                        Content-Type: multipart/mixed; boundary=c

                        --c

                        one é
                        --b

                        two é
                        --b
                        Content-Type: multipart/mixed; boundary=d

                        --d
                        Content-Type: multipart/mixed; boundary=e

                        --e

                        three é"""),
                OddMessage.of(
                        "nothing but delimiters",
                        MIXED + "\n--b\n--b\n\n--b\n\n\n--b\nContent-Type: text/html\n--b\nContent-Type: x/y\n\n--b--"),
                OddMessage.of("only a closing delimiter", MIXED + "\npreamble\n--b--\n\nepilogue é\n"),
                OddMessage.of("no delimiter at all", MIXED + "\njust text, é\n"),
                OddMessage.of(
                        "a part without an empty line",
                        MIXED + "\n--b\nContent-Type: text/plain\nno field é\n\nmore\n--b\nno field é\n--b--\n"),
                OddMessage.of(
                        "parts without a last line end", MIXED + "\n--b\n\none\n--b\n\n\ntwo\n\n--b\n\n\n\n--b--\n"),
                OddMessage.of("a message in a part", MIXED + """
                        Content-Transfer-Encoding: 8bit

                        --b
                        Content-Type: message/rfc822
                        Content-Transfer-Encoding: 8bit

                        From: ann
                        Subject: forwarded é
                        Content-Type: text/plain
                        Content-Transfer-Encoding: 8bit

                        forwarded é
                        --b
                        Content-Type: message/rfc822

                        Subject: twice
                        MIME-Version: 1.0
                        Content-Type: message/rfc822

                        Subject: three times
                        Content-Type: multipart/mixed; boundary=c

                        --c

                        deep é
                        --c--
                        --b--
                        """),
                OddMessage.of(
                        "a message that is a message",
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\nSubject: x\n\né\n"),
                OddMessage.of("a digest", """
                        MIME-Version: 1.0
                        Content-Type: multipart/digest; boundary=b

                        --b

                        Subject: one

                        é one
                        --b
                        Content-Type: text/plain

                        é two
                        --b--
                        """),
                OddMessage.of("150 levels", "MIME-Version: 1.0\n" + levels(150)),
                OddMessage.of("1,000 parts", MIXED + "\n" + "--b\n\npart é\n".repeat(1000) + "--b--\n"),
                OddMessage.of(
                        "MIME without its version", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\né\n--b--\n"));
    }

    private static String levels(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("Content-Type: multipart/mixed; boundary=level" + i + "\n\n--level" + i + "\n");
        }
        return text + "Content-Type: text/plain\n\ndeep\n";
    }

    private static List<OddMessage> encodings() {
        return List.of(
                part(
                        "base64 with garbage",
                        "Content-Transfer-Encoding: base64\n",
                        "R3L8*!\n\nw5\u00e9/Dn A\n===\n--garbage--\n"),
                part("base64 in one line", "Content-Transfer-Encoding: BASE64\n", "QUJD".repeat(5000) + "\n"),
                part(
                        "quoted-printable",
                        "Content-Transfer-Encoding: quoted-printable\n",
                        "Gr=FC=\n=DFe=3d =\n\n=20\nblanks  \n=C3=A9 =XY = end=\n"),
                part(
                        "quoted-printable with eight bits",
                        "Content-Transfer-Encoding: Quoted-Printable\n",
                        "Gr\u00fc=DFe \u00e9=\n\u00e9\n" + "\u00e9".repeat(500) + "\n"),
                part(
                        "no encoding, and eight bits",
                        "Content-Type: text/plain; charset=iso-8859-1\n",
                        "Gr\u00fc\u00dfe\n"),
                part(
                        "7bit, and eight bits",
                        "Content-Type: image/x-odd\nContent-Transfer-Encoding: 7bit\n",
                        "Gr\u00fc\u00dfe\n\n"),
                part("8bit, and ASCII", "Content-Transfer-Encoding: 8bit\n", "ASCII\n"),
                part("7bit, and a long line", "Content-Transfer-Encoding: 7bit\n", "long ".repeat(400) + "\n"),
                part(
                        "an odd encoding field",
                        "content-TRANSFER-encoding :\n\t(what (ever)\n )\n 8Bit (it is)\n",
                        "\u00e9\n"),
                part(
                        "two encoding fields",
                        "Content-Transfer-Encoding: 8bit\nX: y\n z\nContent-Transfer-Encoding: base64\nA: b\n",
                        "\u00e9\n"),
                part("an empty encoding field", "Content-Transfer-Encoding:\n", "\u00e9\n"),
                part(
                        "an encoding nobody knows",
                        "Content-Transfer-Encoding: x-uuencode\n",
                        "begin 644 x\n#86)C\n`\nend\n"),
                part(
                        "8bit to be protected",
                        "Content-Transfer-Encoding: 8bit\n",
                        "From \u00e9\nFrom\n.\n..\n=\n=3D\ntab\t\nblank \n\t\n\n-\n--\n-- \n" + "x".repeat(75) + "--b\n"
                                + "y".repeat(74) + ".\n" + "z".repeat(76) + "\n"),
                part(
                        "a header that goes on",
                        "Content-Transfer-Encoding: 8bit\n" + "X-Filler: something\n".repeat(500),
                        "\u00e9\n"),
                part(
                        "a type twice",
                        "Content-Type: text/plain\nContent-Type: image/png\nContent-Transfer-Encoding: 8bit\n",
                        "\u00e9\n"),
                OddMessage.of(
                        "binary in vain",
                        "MIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\nContent-Type: application/x-odd\n\n\u00e9\n\u00e9"));
    }

    private static OddMessage part(String name, String header, String body) {
        return OddMessage.of(name, MIXED + "\n--b\n" + header + "\n" + body + "--b--\n");
    }

    private static List<OddMessage> types() {
        return List.of(
                part("nonsense for a type", "Content-Type: what?\nContent-Transfer-Encoding: 8bit\n", "\u00e9\n"),
                part(
                        "a file name in Latin-1",
                        "Content-Type: application/pdf; name=\"s\u00fc\u00df.pdf\"\nContent-Transfer-Encoding: 8bit\n",
                        "\u00e9\n"),
                part(
                        "a message in base64",
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n",
                        "U3ViamVjdDogeAoKw6kK\n"),
                part(
                        "part of a message",
                        "Content-Type: message/partial; id=x; number=1; total=2\n",
                        "Subject: x\n\n\u00e9\n"),
                part(
                        "an external body",
                        "Content-Type: message/external-body; access-type=local-file; name=x\n",
                        "Content-Type: image/png\n\n\u00e9\n"),
                part(
                        "an international message",
                        "Content-Type: message/global\nContent-Transfer-Encoding: 8bit\n",
                        "Subject: \u00c3\u00a9\n\n\u00c3\u00a9\n"),
                OddMessage.of("a report", """
                        MIME-Version: 1.0
                        Content-Type: multipart/report; report-type=delivery-status; boundary=b

                        --b

                        Dem war nicht so: ü
                        --b
                        Content-Type: message/delivery-status

                        Reporting-MTA: dns; mail.home.example

                        Final-Recipient: rfc822; bob@home.example
                        Diagnostic-Code: smtp; 550 größer

                        --b
                        Content-Type: text/rfc822-headers

                        Subject: é
                        --b--
                        """),
                OddMessage.of("something signed", """
                        MIME-Version: 1.0
                        Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b

                        --b
                        Content-Type: text/plain
                        Content-Transfer-Encoding: 8bit

                        é
                        --b
                        Content-Type: application/pgp-signature

                        -----BEGIN PGP SIGNATURE-----
                        --b--
                        """),
                OddMessage.of("something encrypted", """
                        MIME-Version: 1.0
                        Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b

                        --b
                        Content-Type: application/pgp-encrypted

                        Version: 1
                        --b
                        Content-Type: application/octet-stream

                        -----BEGIN PGP MESSAGE-----
                        --b--
                        """));
    }
}
