package mailserver.pop3;

/**
 * What an answer says to a person, as a value, for {@link Language} to put into words (RFC 6856 §3). What programs read in an
 * answer, such as response codes and the numbers of STAT, is no text and is the same in every language.
 */
sealed interface Text {
    record UnknownCommand() implements Text {}

    record NotText() implements Text {}

    record LineTooLong(int octets) implements Text {}

    record EndlessLine() implements Text {}

    record TooManyErrors() implements Text {}

    record IdleTooLong() implements Text {}

    record ShuttingDown() implements Text {}

    record InternalError() implements Text {}

    record AuthArguments() implements Text {}

    record UnknownMechanism() implements Text {}

    record MalformedResponse() implements Text {}

    record Cancelled() implements Text {}

    record TooManyFailures() implements Text {}

    record Mechanisms() implements Text {}

    /** For a client that begins TLS where STLS has to come first. */
    record TlsBehindStls() implements Text {}

    /** For a client that speaks another protocol. */
    record Foreign(String protocol) implements Text {}

    record TlsAlready() implements Text {}

    record NoTls() implements Text {}

    record Capabilities() implements Text {}

    /** A command of an older or another POP, and the one that does its work here. */
    record Replaced(String verb, String successor) implements Text {}

    record NoArgument(String verb) implements Text {}

    record OneNumber(String verb) implements Text {}

    record OneNumberAtMost(String verb) implements Text {}

    record TopArguments() implements Text {}

    record LinesNotANumber() implements Text {}

    record NoPassword() implements Text {}

    record NoName() implements Text {}

    record NameNotOneWord() implements Text {}

    record UnprintableName() implements Text {}

    record OneLanguageAtMost() implements Text {}

    record LogInFirst() implements Text {}

    record LoggedInAlready() implements Text {}

    record PasswordOverheard() implements Text {}

    record UserFirst() implements Text {}

    record WrongLogin() implements Text {}

    record InUse() implements Text {}

    record Unavailable() implements Text {}

    record TooSoon(long seconds) implements Text {}

    record Languages() implements Text {}

    record LanguageChosen() implements Text {}

    record UnknownLanguage() implements Text {}

    /** The answer to a login. */
    record Opened(int messages, long octets) implements Text {}

    record Maildrop(int messages, long octets) implements Text {}

    record Octets(long octets) implements Text {}

    record MarkedAsDeleted(int number) implements Text {}

    record Gone(int number) implements Text {}

    record Unreadable(int number) implements Text {}

    record NotANumber() implements Text {}

    record NoMessages() implements Text {}

    record NoSuchMessage(int last) implements Text {}

    record NotDeleted(int messages) implements Text {}

    record DeletionsUnfinished() implements Text {}
}
