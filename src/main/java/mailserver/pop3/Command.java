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

    record Stat() implements OnMaildrop {}

    record List(Optional<String> message) implements OnMaildrop {}

    record Uidl(Optional<String> message) implements OnMaildrop {}

    record Retr(String message) implements OnMaildrop {}

    record Top(String message, long lines) implements OnMaildrop {}

    record Dele(String message) implements OnMaildrop {}

    record Rset() implements OnMaildrop {}

    record Noop() implements OnMaildrop {}

    record Capa() implements Command {}

    record Quit() implements Command {}

    /** @param problem what is wrong, for the client */
    record Malformed(String problem) implements Command {}
}
