package mailserver.cli.sendmail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressListTest {
    @Test
    void names_comments_groups_and_routes_are_left_out() {
        assertEquals(
                List.of("ann@a.example", "bob@b.example", "\"c, d\"@e.example", "root", "x@[IPv6:::1]", "z@z.example"),
                AddressList.of(" \"Ann, A.\" <ann@a.example>,\tbob@b.example (Bob (B), too),"
                        + " friends: \"c, d\"@e.example, root;, x@[IPv6:::1], <@relay.example:z@z.example>,,"));
    }

    @Test
    void what_never_ends_ends_with_the_field() {
        assertEquals(List.of("\"ann"), AddressList.of("\"ann"));
        assertEquals(List.of("ann"), AddressList.of("x <ann"));
        assertEquals(List.of("ann"), AddressList.of("ann (a"));
        assertEquals(List.of(), AddressList.of(" , ;"));
    }
}
