package mailserver.pop3;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.sasl.Mechanism;

/** Whom a session talks to, and what it may do: the same in each state. */
record Client(
        InetAddress address,
        SessionChannel channel,
        Maildrops maildrops,
        Capabilities capabilities,
        ReplyWriter replies) {
    LoginService loginService() {
        return maildrops.loginService(address);
    }

    boolean mayUsePlainPasswords() {
        return loginService().takesPassword(channel.isSecured());
    }

    /** The names of the ways to log in that are offered here and now (RFC 5034 §3). */
    List<String> mechanisms() {
        return loginService().mechanisms(channel.isSecured()).stream()
                .map(Mechanism::toString)
                .toList();
    }

    /**
     * What this client can use here and now; the same in both states (RFC 2449 §5).
     *
     * @param account who has logged in
     */
    void tellCapabilities(Optional<Address> account) throws IOException {
        var lines = new ArrayList<String>();
        if (channel.canBeSecured()) {
            // RFC 2595 §4.
            lines.add("STLS");
        }
        if (!mechanisms().isEmpty()) {
            lines.add("SASL " + String.join(" ", mechanisms()));
        }
        lines.addAll(capabilities.lines(mayUsePlainPasswords(), account));
        replies.list(new ReplyText.Capabilities(), lines);
    }

    /** Lists the languages, or changes to one (RFC 6856 §3.2). One that isn't known changes nothing. */
    void language(Optional<String> range) throws IOException {
        if (range.isEmpty()) {
            replies.list(
                    new ReplyText.Languages(),
                    Arrays.stream(Language.values()).map(Language::listing).toList());
            return;
        }
        Optional<Language> language = Language.matching(range.get());
        if (language.isPresent()) {
            replies.speak(language.get());
        } else {
            replies.error(new ReplyText.UnknownLanguage());
        }
    }
}
