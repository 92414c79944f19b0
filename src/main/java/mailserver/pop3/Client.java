package mailserver.pop3;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** Whom a session talks to, and what it may do: the same in each state. */
record Client(InetAddress address, Maildrops maildrops, Capabilities capabilities, Answers answers) {
    boolean mayUsePlainPasswords() {
        return maildrops.plaintextAllowed(address);
    }

    /** What this client can use here and now (RFC 2449 §5). */
    void tellCapabilities() throws IOException {
        answers.list(new Text.Capabilities(), capabilities.lines(mayUsePlainPasswords()));
    }

    /** Lists the languages, or changes to one (RFC 6856 §3.2). One that isn't known changes nothing. */
    void language(Optional<String> range) throws IOException {
        if (range.isEmpty()) {
            answers.list(
                    new Text.Languages(),
                    Arrays.stream(Language.values()).map(Language::listing).toList());
            return;
        }
        Optional<Language> language = Language.matching(range.get());
        if (language.isPresent()) {
            answers.speak(language.get());
        } else {
            answers.error(new Text.UnknownLanguage());
        }
    }
}
