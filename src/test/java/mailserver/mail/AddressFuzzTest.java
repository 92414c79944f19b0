package mailserver.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.IDN;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.wire.text.Printable;

class AddressFuzzTest {
    private static final int LONGEST_LABEL = 63;

    @FuzzTest
    void what_is_an_address_is_written_so_that_it_is_the_same_one(byte[] octets) {
        Optional<Address> address = Address.parse(new String(octets, StandardCharsets.UTF_8));
        address.ifPresent(read -> {
            String written = read.toString();
            assertEquals(address, Address.parse(written));
            assertTrue(written.getBytes(StandardCharsets.UTF_8).length <= Address.MAX_LENGTH);
            assertEquals(Printable.word(written), written, "it goes into headers and logs");
            assertEquals(address, AddressParser.path("<" + written + ">").flatMap(AddressParser.Path::address));
        });
    }

    @FuzzTest
    void a_path_leaves_the_rest_of_its_line(byte[] octets) {
        String line = new String(octets, StandardCharsets.UTF_8);
        AddressParser.path(line).ifPresent(path -> {
            assertTrue(line.endsWith(path.rest()));
            assertTrue(path.rest().length() < line.length());
            String written = "<" + path.address().map(Address::toString).orElse("") + ">";
            assertEquals(
                    Optional.of(new AddressParser.Path(path.address(), " " + path.rest())),
                    AddressParser.path(written + " " + path.rest()));
        });
    }

    @FuzzTest
    void a_domain_has_one_spelling(byte[] octets) {
        String domain = new String(octets, StandardCharsets.UTF_8);
        DomainName.canonical(domain).ifPresent(name -> {
            assertTrue(name.matches("[a-z0-9._-]{1,255}"), name);
            assertEquals(Optional.of(name), DomainName.canonical(name));
            assertEquals(Optional.of(name), DomainName.canonical(DomainName.unicode(name)));
            Address.parse("a@" + domain).ifPresent(address -> assertEquals(name, address.domain()));
        });
    }

    @FuzzTest
    void a_literal_has_one_spelling(byte[] octets) {
        String literal = "[" + new String(octets, StandardCharsets.UTF_8) + "]";
        Address.parse("a@" + literal).ifPresent(address -> {
            assertEquals(Optional.of(address), Address.parse("a@" + address.domain()));
            address.literal().ifPresent(host -> assertEquals(Optional.of(host), of(Trace.literal(host))));
        });
    }

    private static Optional<InetAddress> of(String literal) {
        return Address.parse("a@" + literal).flatMap(Address::literal);
    }

    @FuzzTest
    void a_label_in_Punycode_is_the_same_label(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        if (text.codePointCount(0, text.length()) <= LONGEST_LABEL) {
            String encoded = Punycode.encode(text);
            assertEquals(Optional.of(text), Punycode.decode(encoded));
            assertIsWhatJavaMakesOfIt(text, "xn--" + encoded);
        }
        Punycode.decode(text).ifPresent(label -> assertTrue(label.codePointCount(0, label.length()) <= text.length()));
    }

    /** Java knows the letters of an old Unicode only (RFC 3490), and leaves a label with others as it is. */
    private static void assertIsWhatJavaMakesOfIt(String text, String label) {
        String decoded = label.contains(".") ? label : IDN.toUnicode(label, IDN.ALLOW_UNASSIGNED);
        assertTrue(decoded.equals(label) || decoded.equals(text), decoded);
    }
}
