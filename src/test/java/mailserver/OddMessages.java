package mailserver;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Messages that a server must carry without changing an octet of them: odd lines, odd octets, odd headers, odd MIME.
 */
public final class OddMessages {
    private static final int BLOCK = 8 * 1024;

    private OddMessages() {}

    public static List<OddMessage> all() {
        return Stream.of(shapes(), dots(), lines(), octets(), headers(), OddMime.all(), OddBoundaries.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<OddMessage> shapes() {
        return List.of(
                OddMessage.of("nothing at all", ""),
                OddMessage.of("one empty line", "\n"),
                OddMessage.of("only empty lines", "\n".repeat(7)),
                OddMessage.of("a header without an empty line", "Subject: no body\n"),
                OddMessage.of("a header and an empty line", "Subject: no body\n\n"),
                OddMessage.of("an empty header", "\nOnly a body.\n"),
                OddMessage.of("no header", "Just a line.\nAnd another: one.\n\nThe end.\n"),
                OddMessage.of("no header, and eight bits", "Gr\u00fc\u00dfe\n\nmehr\n"),
                OddMessage.of("a blank first line", " goes on from nowhere\nSubject: x\n\nbody\n"),
                OddMessage.of("a header that turns into text", "Subject: x\nno field at all\nTo: y\n\nbody\n"),
                OddMessage.of("no last line end", "Subject: x\n\nThis line does not end"),
                OddMessage.of("no last line end in the header", "Subject: x\nTo: y"),
                OddMessage.of("blank lines at the end", "Subject: x\n\nbody" + "\n".repeat(100)),
                OddMessage.of(
                        "an mbox line on top", "From bob@home.example Sat Jan  3 01:05:34 1996\nSubject: x\n\nbody\n"),
                OddMessage.of("From lines", "Subject: x\n\nFrom here\n>From there\nFrom\n From\n\nFrom bob 1996\nFrom"),
                OddMessage.of(
                        "lines that look like commands", "QUIT\n\nDATA\nRSET\n+OK\n-ERR no\n250 fine\nBDAT 5 LAST\n"),
                OddMessage.of("a hundred thousand lines", "Subject: x\n\n" + "y\n".repeat(100_000)));
    }

    private static List<OddMessage> dots() {
        return Stream.concat(
                        Stream.of(
                                OddMessage.of("a dot", "."),
                                OddMessage.of("lines of dots", "Subject: x\n\n.\n..\n...\n.\n\n.\n"),
                                OddMessage.of("dots first and last", ".Subject: x\n\n.a\n..b\n .\na.\n.\t\n. \n.."),
                                OddMessage.raw(
                                        "dots with bare line ends",
                                        "Subject: x\r\n\r\n.\n.\r\r\n.\r.\n.\r\na\n.\r\nb\r.\r\r\n"),
                                OddMessage.of("dots everywhere", "." + "\n.".repeat(3 * BLOCK))),
                        IntStream.rangeClosed(-4, 4).mapToObj(OddMessages::dotsAtBlockEdges))
                .toList();
    }

    /** Each block's last line is filled so that the dot line behind it begins that far from the block's edge. */
    private static OddMessage dotsAtBlockEdges(int distance) {
        var text = new StringBuilder("Subject: x\r\n\r\n");
        for (int edge = BLOCK; edge <= 8 * BLOCK; edge += BLOCK) {
            text.append("x".repeat(edge + distance - text.length() - 2)).append("\r\n.\r\n..\r\n");
        }
        return OddMessage.raw("dots " + distance + " octets from the edges of blocks", text.toString());
    }

    private static List<OddMessage> lines() {
        Stream<OddMessage> lengths = IntStream.of(76, 998, 999, 4096, 8191, 8192, 8193, 1 << 20)
                .mapToObj(n -> OddMessage.of(
                        "a line of " + n,
                        "Subject: x\n\n" + "0123456789abcdef".repeat(n / 16 + 1).substring(0, n) + "\n.\nbehind\n"));
        return Stream.concat(
                        lengths,
                        Stream.of(
                                OddMessage.of(
                                        "a line of 1 MB without an end", "Subject: x\n\n" + "y".repeat(1_000_000)),
                                OddMessage.of(
                                        "blanks at line ends",
                                        "Subject: x\n\na \nb\t\n \n\t\n  \t  \nc" + " ".repeat(2000) + "\n "),
                                OddMessage.of("format=flowed", """
                                        Subject: x
                                        Content-Type: text/plain; format=flowed; delsp=yes

                                        This line is to be joined with\s
                                        the next one.
                                        > quoted as\s
                                        > well
                                         From is stuffed with a blank
                                        --\s
                                        a signature
                                        """),
                                OddMessage.raw("bare CRs", "Subject: x\r\n\r\na\rb\r\rc\r\r\nd\n\re\r\r\n"),
                                OddMessage.raw("bare LFs", "Subject: x\n\na\nb\n\nc\r\n\nd\ne\r\n"),
                                OddMessage.raw("nothing but CRs", "\r".repeat(50) + "\n"),
                                OddMessage.raw("every mix of CR and LF", mixes())))
                .toList();
    }

    private static String mixes() {
        return IntStream.range(0, 64)
                .mapToObj(i -> IntStream.range(0, 6)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "\r" : "\n")
                        .collect(Collectors.joining("", "x", ".")))
                .collect(Collectors.joining());
    }

    private static List<OddMessage> octets() {
        String all = IntStream.range(1, 256)
                .filter(i -> i != '\r' && i != '\n')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return List.of(
                OddMessage.utf8("UTF-8", "Subject: x\n\nGr\u00fc\u00dfe aus \u6771\u4eac \ud83d\udce7\n"),
                OddMessage.of("Latin-1", "Subject: x\n\nGr\u00fc\u00dfe, \u00ab\u00e7a va\u00bb\n"),
                OddMessage.of("every octet", "Subject: x\n\n" + all + "\n" + all + all + "\n"),
                OddMessage.of(
                        "control characters",
                        "Subject: x\n\n\u0001\u0007\b\u000b\f\u001b[2J\u001a\u0004\u007f\u0080\u009b\n"),
                OddMessage.utf8("a byte order mark", "\ufeffSubject: x\n\n\ufeffbody\n"),
                OddMessage.raw(
                        "UTF-16",
                        "Content-Type: text/plain; charset=UTF-16LE\r\n\r\n"
                                + new String(
                                        "\u4e0a\u6d77\u0d0d\u0a0a".getBytes(StandardCharsets.UTF_16LE),
                                        StandardCharsets.ISO_8859_1)
                                + "\r\n"),
                OddMessage.of("UTF-8 cut off", "Subject: x\n\n\u00e6\n\u00f0\u009f\u0093"),
                OddMessage.of("many high octets", "Subject: x\n\n" + (all.substring(126) + "\n").repeat(1500)));
    }

    private static List<OddMessage> headers() {
        return List.of(
                OddMessage.of(
                        "folded fields",
                        "Subject: one\n two\n\tthree\n \n  four\nTo:\n bob@home.example,\n\t ann@home.example\n\nbody\n"),
                OddMessage.of(
                        "odd fields",
                        "subject:x\nSUBJECT : y\nX-!#$%&'*+/=?^_`{|}~: z\nEmpty:\nEmpty: \nTabs:\t\tx\t\nA:b:c\n\nbody\n"),
                OddMessage.of(
                        "the same field twice",
                        "Subject: x\nSubject: y\nDate: never\nDate: never\nMessage-ID: <>\n\nbody\n"),
                OddMessage.of("a field of 100 KB", "Subject: " + "z".repeat(100_000) + "\nTo: y\n\nbody\n"),
                OddMessage.of("a field of 2,000 lines", "References: <0@x>" + "\n <1@x>".repeat(2000) + "\n\nbody\n"),
                OddMessage.of("3,000 fields", "X-Filler: something\n".repeat(3000) + "\nbody\n"),
                OddMessage.of("Latin-1 in the header", "Subject: Gr\u00fc\u00dfe\nX-\u00c4: y\n\nbody\n"),
                OddMessage.utf8(
                        "UTF-8 in the header",
                        "Subject: Gr\u00fc\u00dfe \ud83d\udce7\nFrom: J\u00f6rg <j\u00f6rg@home.example>\n\nbody\n"),
                OddMessage.of(
                        "trace fields of its own",
                        "Return-Path: <eve@evil.example>\nReceived: from nowhere\n\tby nobody; never\nReturn-Path: <>\nSubject: x\n\nbody\n"),
                OddMessage.of(
                        "99 Received fields",
                        "Received: from a by b; never\n".repeat(99) + "Subject: x\n\nReceived: in the body\n"),
                OddMessage.of(
                        "an encoded subject",
                        "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= =?bad?=\n =?utf-8?B?8J+Tpw==?=\n\nbody\n"));
    }
}
