package mailserver.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTypeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    multipart/mixed; boundary=b                  | b
                    MULTIPART/Mixed;BOUNDARY=b                   | b
                    multipart/mixed; boundary="a b"              | a b
                    multipart/mixed; boundary="a\\"\\\\b"        | a"\\b
                    multipart/mixed; boundary = "b"              | b
                    multipart / mixed ; boundary=b               | b
                    (a(b)\\)) multipart(c)/(d)mixed(e);(f)boundary(g)=(h)b(i) | b
                    multipart/mixed; charset="; boundary=no"; boundary=b | b
                    multipart/mixed (; boundary=no); boundary=b  | b
                    multipart/mixed; boundary=b; boundary=c      | b
                    multipart/mixed; boundary=a=b:c/d?           | a=b:c/d?
                    multipart/mixed; x; =y; ;; boundary=b        | b
                    multipart/mixed boundary=no; boundary=b      | b
                    multipart/mixed; boundary="b                 | b
                    multipart/mixed; boundary="b\\               | b
                    multipart/mixed; boundary="b~ c"             | b c
                    multipart/mixed;~ boundary~ =~ b             | b
                    multipart/mixed; boundary=(                  | ``
                    multipart/mixed; boundary=                   | ``
                    multipart/mixed; boundary                    |
                    multipart/mixed                              |
                    multipart/mixed; boundary (                  |
                    """)
    void RFC_2045_section_5_1_boundary(String value, String boundary) {
        ContentType type = ContentType.parse(value.replace("~", "\r\n"));
        assertEquals("multipart", type.type());
        assertEquals("mixed", type.subtype());
        assertEquals(Optional.ofNullable(boundary), type.parameter("boundary"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    boundary*=us-ascii'en'a%20b                  | a b
                    boundary*=''a%2                              | a%2
                    boundary*=a%2Db                              | a-b
                    boundary*0=a; boundary*1="b c"; boundary*2=d | ab cd
                    boundary*1=b; boundary*0*=x'y'%61; boundary*2*=%63 | abc
                    boundary*0=a; boundary*2=no                  | a
                    boundary=b; boundary*0=no; boundary*=no      | b
                    boundary*1=no                                |
                    """)
    void RFC_2231_sections_3_and_4(String parameters, String boundary) {
        assertEquals(
                Optional.ofNullable(boundary),
                ContentType.parse("multipart/mixed; " + parameters).parameter("boundary"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``
                    text
                    /plain
                    multipart; boundary=b
                    multipart/; boundary=b
                    "multipart/mixed"; boundary=b
                    (multipart/mixed; boundary=b
                    multipart mixed; boundary=b
                    """)
    void RFC_2045_section_5_2_nonsense_is_plain_text(String value) {
        assertEquals(ContentType.TEXT, ContentType.parse(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    8bit                | EIGHT_BIT
                    ~ (a (b) c) 8BIT;x  | EIGHT_BIT
                    Binary(comment)     | BINARY
                    7bit                | SEVEN_BIT
                    ``                  | SEVEN_BIT
                    (nothing)           | SEVEN_BIT
                    Quoted-Printable    | QUOTED_PRINTABLE
                    base64 base64       | BASE64
                    8-bit               | UNKNOWN
                    x-uuencode          | UNKNOWN
                    unknown             | UNKNOWN
                    """)
    void RFC_2045_section_6_1_encoding(String value, TransferEncoding encoding) {
        assertEquals(encoding, TransferEncoding.parse(value.replace("~", "\r\n")));
    }
}
