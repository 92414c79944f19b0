package mailserver.pop3;

/**
 * What an answer says to a person, as a value, for {@link Language} to put into words (RFC 6856 §3). What programs read in an
 * answer, such as response codes and the numbers of STAT, is no text and is the same in every language.
 */
sealed interface ReplyText {
    record UnknownCommand() implements ReplyText {}

    record NotText() implements ReplyText {}

    record LineTooLong(int octets) implements ReplyText {}

    record EndlessLine() implements ReplyText {}

    record TooManyErrors() implements ReplyText {}

    record IdleTooLong() implements ReplyText {}

    record ShuttingDown() implements ReplyText {}

    record InternalError() implements ReplyText {}

    record AuthArguments() implements ReplyText {}

    record UnknownMechanism() implements ReplyText {}

    record MalformedResponse() implements ReplyText {}

    record Cancelled() implements ReplyText {}

    record TooManyFailures() implements ReplyText {}

    record Mechanisms() implements ReplyText {}

    /** For a client that begins TLS where STLS has to come first. */
    record TlsBehindStls() implements ReplyText {}

    /** For a client that speaks another protocol. */
    record Foreign(String protocol) implements ReplyText {}

    record TlsAlready() implements ReplyText {}

    record NoTls() implements ReplyText {}

    record Capabilities() implements ReplyText {}

    /** A command of an older or another POP, and the one that does its work here. */
    record Replaced(String verb, String successor) implements ReplyText {}

    record NoArgument(String verb) implements ReplyText {}

    record OneNumber(String verb) implements ReplyText {}

    record OneNumberAtMost(String verb) implements ReplyText {}

    record TopArguments() implements ReplyText {}

    record LinesNotANumber() implements ReplyText {}

    record NoPassword() implements ReplyText {}

    record NoName() implements ReplyText {}

    record NameNotOneWord() implements ReplyText {}

    record UnprintableName() implements ReplyText {}

    record OneLanguageAtMost() implements ReplyText {}

    record LogInFirst() implements ReplyText {}

    record LoggedInAlready() implements ReplyText {}

    record PasswordOverheard() implements ReplyText {}

    record UserFirst() implements ReplyText {}

    record WrongLogin() implements ReplyText {}

    record InUse() implements ReplyText {}

    record Unavailable() implements ReplyText {}

    record TooSoon(long seconds) implements ReplyText {}

    record Languages() implements ReplyText {}

    record LanguageChosen() implements ReplyText {}

    record UnknownLanguage() implements ReplyText {}

    /** The answer to a login. */
    record Opened(int messages, long octets) implements ReplyText {}

    record Maildrop(int messages, long octets) implements ReplyText {}

    record Octets(long octets) implements ReplyText {}

    record MarkedAsDeleted(int number) implements ReplyText {}

    record Gone(int number) implements ReplyText {}

    record Unreadable(int number) implements ReplyText {}

    record NotANumber() implements ReplyText {}

    record NoMessages() implements ReplyText {}

    record NoSuchMessage(int last) implements ReplyText {}

    record NotDeleted(int messages) implements ReplyText {}

    record DeletionsUnfinished() implements ReplyText {}
}
