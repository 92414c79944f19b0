package mailserver.pop3;

/** In ASCII, for a client that has not chosen a language yet hears it, too (RFC 6856 §3.2, RFC 2277 §4.5). */
final class English {
    private English() {}

    static String say(Text text) {
        return switch (text) {
            case Text.UnknownCommand() -> "Command not recognized";
            case Text.NotText() -> "a command has no NUL, no bare CR, and is UTF-8";
            case Text.LineTooLong(int octets) -> "line too long, " + octets + " octets at the most";
            case Text.EndlessLine() -> "line far too long";
            case Text.TooManyErrors() -> "too many errors";
            case Text.IdleTooLong() -> "idle for too long";
            case Text.ShuttingDown() -> "server is shutting down";
            case Text.InternalError() -> "internal error";
            case Text.AuthArguments() -> "AUTH needs the name of a mechanism, and at most one response";
            case Text.UnknownMechanism() -> "Unrecognized authentication type; CAPA lists those that are known";
            case Text.MalformedResponse() -> "that is no response of this mechanism";
            case Text.Cancelled() -> "Authentication cancelled";
            case Text.TooManyFailures() ->
                "Temporary authentication failure: too many failed logins from your address, try later";
            case Text.Mechanisms() -> "ways to log in";
            case Text.TlsBehindStls() -> "TLS begins with STLS on this port";
            case Text.Foreign(String protocol) -> "that is " + protocol + ", this port speaks POP3";
            case Text.TlsAlready() -> "TLS already active";
            case Text.NoTls() -> "STLS not available: this server has no certificate";
            case Text.Capabilities() -> "what this server can do";
            case Text.Replaced(String verb, String successor) -> verb + " is not served here, use " + successor;
            case Text.NoArgument(String verb) -> verb + " takes no argument";
            case Text.OneNumber(String verb) -> verb + " needs one message number";
            case Text.OneNumberAtMost(String verb) -> verb + " takes at most one message number";
            case Text.TopArguments() -> "TOP needs a message number and a number of lines";
            case Text.LinesNotANumber() -> "the number of lines is not a number";
            case Text.NoPassword() -> "PASS needs a password";
            case Text.NoName() -> "USER needs a name";
            case Text.NameNotOneWord() -> "USER takes one word";
            case Text.UnprintableName() -> "a user name has no control characters";
            case Text.OneLanguageAtMost() -> "LANG takes at most one language";
            case Text.LogInFirst() -> "Authentication required; log in first";
            case Text.LoggedInAlready() -> "Already authenticated";
            case Text.PasswordOverheard() -> "a password is not accepted on this connection, it could be overheard";
            case Text.UserFirst() -> "USER comes first";
            case Text.WrongLogin() -> "Authentication failed: wrong user name or password";
            case Text.InUse() -> "maildrop already locked: another session has it open";
            case Text.Unavailable() -> "the maildrop can't be opened just now";
            case Text.TooSoon(long seconds) -> "you logged in a moment ago, come back in " + seconds + " seconds";
            case Text.Languages() -> "what this server speaks";
            case Text.LanguageChosen() -> "English from now on";
            case Text.UnknownLanguage() -> "no such language here, LANG alone lists those there are";
            case Text.Maildrop(int messages, long octets) -> messages + " messages (" + octets + " octets)";
            case Text.Opened(int messages, long octets) ->
                "maildrop has " + messages + (messages == 1 ? " message (" : " messages (") + octets + " octets)";
            case Text.Octets(long octets) -> octets + " octets";
            case Text.MarkedAsDeleted(int number) -> "message " + number + " is marked as deleted";
            case Text.Gone(int number) -> "message " + number + " is gone, another program took it away";
            case Text.Unreadable(int number) -> "message " + number + " can't be read";
            case Text.NotANumber() -> "a message number has digits only";
            case Text.NoMessages() -> "no such message, there is none";
            case Text.NoSuchMessage(int last) -> "no such message, they go from 1 to " + last;
            case Text.NotDeleted(int messages) -> messages + " messages could not be deleted";
            case Text.DeletionsUnfinished() -> "the deletions could not be finished";
        };
    }
}
