package mailserver.pop3;

import java.util.Optional;

/** One command of a client. Message numbers stay text here: {@link MessageNumber} owns them and all that is wrong with them. */
sealed interface Command {
    /** Of the AUTHORIZATION state (RFC 1939 §4). */
    sealed interface ToLogIn extends Command {}

    /** Of the TRANSACTION state (RFC 1939 §5). */
    sealed interface OnMaildrop extends Command {}

    record User(String name) implements ToLogIn {}

    record Pass(String password) implements ToLogIn {
        @Override
        public String toString() {
            return "Pass[****]";
        }
    }

    /**
     * RFC 5034 §4.
     *
     * @param mechanism its name, in any case; empty for the list of them
     * @param initial   the first response, in base64
     */
    record Auth(Optional<String> mechanism, Optional<String> initial) implements ToLogIn {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /** RFC 2595 §4. */
    record Stls() implements ToLogIn {}

    /** RFC 6856 §2.1. */
    record Utf8() implements ToLogIn {}

    record Stat() implements OnMaildrop {}

    record List(Optional<String> message) implements OnMaildrop {}

    record Uidl(Optional<String> message) implements OnMaildrop {}

    record Retr(String message) implements OnMaildrop {}

    record Top(String message, long lines) implements OnMaildrop {}

    record Dele(String message) implements OnMaildrop {}

    record Rset() implements OnMaildrop {}

    record Noop() implements OnMaildrop {}

    record Capa() implements Command {}

    /**
     * RFC 6856 §3.
     *
     * @param range a basic language range (RFC 4647 §2.1), or whatever the client takes for one; empty for the list
     */
    record Lang(Optional<String> range) implements Command {}

    record Quit() implements Command {}

    /** @param problem what is wrong, for the client */
    record Malformed(ReplyText problem) implements Command {}
}
