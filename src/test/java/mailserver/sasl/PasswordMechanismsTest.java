package mailserver.sasl;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PLAIN and LOGIN: the password itself goes over the wire. */
class PasswordMechanismsTest {
    private final TestCredentials credentials = new TestCredentials()
            .with("ann", "{PLAIN}p\u00e4ss:word")
            .with("bob@lan.example", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5");

    private Conversation plain(String message) {
        return Conversation.begin(credentials, Mechanism.PLAIN, message.replace('|', '\0'));
    }

    private Conversation login() {
        return Conversation.begin(credentials, Mechanism.LOGIN);
    }

    @Test
    void rfc4616_2_plain() {
        plain("|ann|p\u00e4ss:word").succeeds("ann@lan.example");
        plain("|ann@LAN.example|pa\u0308ss:word").succeeds("ann@lan.example");
        plain("|bob@lan.example|Hello world!").succeeds("bob@lan.example");
        plain("|ann|wrong").denied("ann", "wrong name or password");
        plain("|nobody|Hello world!").denied("nobody", "wrong name or password");
        plain("|not an address|Hello world!").denied("not an address", "wrong name or password");
    }

    @Test
    void rfc4422_5_theClientSpeaksFirst() {
        Conversation.begin(credentials, Mechanism.PLAIN)
                .server("")
                .client("\0ann\0p\u00e4ss:word")
                .succeeds("ann@lan.example");
    }

    @Test
    void rfc4616_2_nobodyActsForAnother() {
        plain("ann|ann|p\u00e4ss:word").succeeds("ann@lan.example");
        plain("ANN@lan.example|ann|p\u00e4ss:word").succeeds("ann@lan.example");
        plain("bob|ann|p\u00e4ss:word").denied("ann", "wants to act as somebody else");
        plain("ann|bob|Hello world!").denied("bob", "wants to act as somebody else");
        plain("no address|ann|p\u00e4ss:word").denied("ann", "wants to act as somebody else");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';PLAIN has two NULs, before the name and before the password",
                "ann;PLAIN has two NULs, before the name and before the password",
                "ann|secret;PLAIN has two NULs, before the name and before the password",
                "|ann|secret|;PLAIN has two NULs, before the name and before the password",
                "||||;PLAIN has two NULs, before the name and before the password",
                "||secret;the name or the password is empty",
                "|ann|;the name or the password is empty",
                "||;the name or the password is empty"
            })
    void rfc4616_2_whatIsNotPlain(String message, String why) {
        plain(message).malformed(why);
    }

    @Test
    void rfc4616_2_isUtf8() {
        Conversation.of(Mechanism.PLAIN.begin(credentials, Optional.of(new byte[] {0, 'a', 0, (byte) 0xff})))
                .malformed("not UTF-8");
    }

    @Test
    void login_asksForNameAndPassword() {
        login().server("Username:")
                .client("ann")
                .server("Password:")
                .client("p\u00e4ss:word")
                .succeeds("ann@lan.example");
        login().client("bob").client("wrong").denied("bob", "wrong name or password");
        login().client("nobody").server("Password:").client("wrong").denied("nobody", "wrong name or password");
    }

    @Test
    void login_takesTheNameAtOnce() {
        Conversation.begin(credentials, Mechanism.LOGIN, "bob@lan.example")
                .server("Password:")
                .client("Hello world!")
                .succeeds("bob@lan.example");
    }

    @Test
    void login_refusesWhatIsNoText() {
        byte[] latin1 = {'a', (byte) 0xe4};
        login().client(latin1).malformed("not UTF-8, or with a NUL");
        login().client("a\0b").malformed("not UTF-8, or with a NUL");
        login().client("ann").client(latin1).malformed("not UTF-8, or with a NUL");
        login().client("ann").client("").malformed("the name or the password is empty");
        login().client("").client("secret").malformed("the name or the password is empty");
    }

    @Test
    void noPasswordIsShown() {
        assertFalse(new NameAndPassword("", "ann", "hunter2").toString().contains("hunter2"));
    }
}
