package mailserver;

import java.util.List;

/** Boundaries of multiparts, and lines that look like them. Characters up to U+00FF are octets. */
final class OddBoundaries {
    private static final String MIXED = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n";

    private OddBoundaries() {}

    static List<OddMessage> all() {
        return List.of(
                OddMessage.of("lines that are almost delimiters", MIXED + """

                        --b
                        Content-Transfer-Encoding: 8bit

                        é
                        --bx
                        --B
                        --
                        --b-
                        --b-- x
                         --b
                        ---b
                        x--b
                        --b--b
                        --b--
                        --b

                        epilogue still
                        """),
                OddMessage.of(
                        "blanks behind delimiters", MIXED + "\n--b \t \n\none é\n--b\t\n\ntwo é\n--b--   \nepilogue\n"),
                OddMessage.of("a boundary that begins another", MIXED + """

                        --b
                        Content-Type: multipart/mixed; boundary=bb

                        --bb

                        one é
                        --bb--
                        --b
                        Content-Type: multipart/mixed; boundary="b--"

                        --b--

                        two é
                        """),
                OddMessage.of("the same boundary within", MIXED + """

                        --b
                        Content-Type: multipart/mixed; boundary=b

                        --b

                        one é
                        --b--
                        --b

                        two é
                        --b--
                        """),
                typed(
                        "a boundary with everything in it",
                        "multipart/mixed; boundary=\"a b'()+_,-./:=?\"",
                        "a b'()+_,-./:=?"),
                typed("a boundary without its quotes", "multipart/mixed; boundary=----=_Part:1/2?", "----=_Part:1/2?"),
                typed("a boundary with escapes", "multipart/mixed; boundary=\"a\\\"\\b\"", "a\"b"),
                typed(
                        "a boundary in pieces",
                        "multipart/mixed;\n boundary*1=\"two\"; charset=x; boundary*0*=us-ascii''one%2D",
                        "one-two"),
                typed("a boundary in percents", "multipart/mixed; boundary*=us-ascii'en'%62%zz", "b%zz"),
                typed(
                        "comments in the type",
                        "(a (nested) one) multipart (b)/ (c) mixed (d;boundary=no) ; (e) BOUNDARY (f) = (g) b (h)",
                        "b"),
                typed("a folded type", "\n multipart/mixed\n ;\n\tboundary\n =\n \"b\n c\"\n", "b c"),
                typed(
                        "parameters with faults",
                        "multipart/mixed; ; =x; y; z=; \"boundary=no\"; x=\"; boundary=no\"; boundary=b; boundary=c;",
                        "b"),
                typed("a boundary of 70", "multipart/mixed; boundary=" + "x".repeat(70), "x".repeat(70)),
                typed("a boundary of 300", "multipart/mixed; boundary=" + "x".repeat(300), "x".repeat(300)),
                typed("a multipart without a boundary", "multipart/mixed", "b"),
                typed("a multipart with an empty boundary", "multipart/mixed; boundary=\"\"", ""));
    }

    private static OddMessage typed(String name, String type, String boundary) {
        return OddMessage.of(
                name,
                "MIME-Version: 1.0\nContent-Type: " + type.stripTrailing() + "\n\n--" + boundary
                        + "\nContent-Transfer-Encoding: 8bit\n\none é\n--" + boundary + "\n\ntwo é\n--" + boundary
                        + "--\n");
    }
}
