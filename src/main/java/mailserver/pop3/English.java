package mailserver.pop3;

/** In ASCII, for a client that has not chosen a language yet hears it, too (RFC 6856 §3.2, RFC 2277 §4.5). */
final class English {
    private English() {}

    static String say(ReplyText text) {
        return switch (text) {
            case ReplyText.UnknownCommand() -> "Command not recognized";
            case ReplyText.NotText() -> "a command has no NUL, no bare CR, and is UTF-8";
            case ReplyText.LineTooLong(int octets) -> "line too long, " + octets + " octets at the most";
            case ReplyText.EndlessLine() -> "line far too long";
            case ReplyText.TooManyErrors() -> "too many errors";
            case ReplyText.IdleTooLong() -> "idle for too long";
            case ReplyText.ShuttingDown() -> "server is shutting down";
            case ReplyText.InternalError() -> "internal error";
            case ReplyText.AuthArguments() -> "AUTH needs the name of a mechanism, and at most one response";
            case ReplyText.UnknownMechanism() -> "Unrecognized authentication type; CAPA lists those that are known";
            case ReplyText.MalformedResponse() -> "that is no response of this mechanism";
            case ReplyText.Cancelled() -> "Authentication cancelled";
            case ReplyText.TooManyFailures() ->
                "Temporary authentication failure: too many failed logins from your address, try later";
            case ReplyText.Mechanisms() -> "ways to log in";
            case ReplyText.TlsBehindStls() -> "TLS begins with STLS on this port";
            case ReplyText.Foreign(String protocol) -> "that is " + protocol + ", this port speaks POP3";
            case ReplyText.TlsAlready() -> "TLS already active";
            case ReplyText.NoTls() -> "STLS not available: this server has no certificate";
            case ReplyText.Capabilities() -> "what this server can do";
            case ReplyText.Replaced(String verb, String successor) -> verb + " is not served here, use " + successor;
            case ReplyText.NoArgument(String verb) -> verb + " takes no argument";
            case ReplyText.OneNumber(String verb) -> verb + " needs one message number";
            case ReplyText.OneNumberAtMost(String verb) -> verb + " takes at most one message number";
            case ReplyText.TopArguments() -> "TOP needs a message number and a number of lines";
            case ReplyText.LinesNotANumber() -> "the number of lines is not a number";
            case ReplyText.NoPassword() -> "PASS needs a password";
            case ReplyText.NoName() -> "USER needs a name";
            case ReplyText.NameNotOneWord() -> "USER takes one word";
            case ReplyText.UnprintableName() -> "a user name has no control characters";
            case ReplyText.OneLanguageAtMost() -> "LANG takes at most one language";
            case ReplyText.LogInFirst() -> "Authentication required; log in first";
            case ReplyText.LoggedInAlready() -> "Already authenticated";
            case ReplyText.PasswordOverheard() ->
                "a password is not accepted on this connection, it could be overheard";
            case ReplyText.UserFirst() -> "USER comes first";
            case ReplyText.WrongLogin() -> "Authentication failed: wrong user name or password";
            case ReplyText.InUse() -> "maildrop already locked: another session has it open";
            case ReplyText.Unavailable() -> "the maildrop can't be opened just now";
            case ReplyText.TooSoon(long seconds) -> "you logged in a moment ago, come back in " + seconds + " seconds";
            case ReplyText.Languages() -> "what this server speaks";
            case ReplyText.LanguageChosen() -> "English from now on";
            case ReplyText.UnknownLanguage() -> "no such language here, LANG alone lists those there are";
            case ReplyText.Maildrop(int messages, long octets) -> messages + " messages (" + octets + " octets)";
            case ReplyText.Opened(int messages, long octets) ->
                "maildrop has " + messages + (messages == 1 ? " message (" : " messages (") + octets + " octets)";
            case ReplyText.Octets(long octets) -> octets + " octets";
            case ReplyText.MarkedAsDeleted(int number) -> "message " + number + " is marked as deleted";
            case ReplyText.Gone(int number) -> "message " + number + " is gone, another program took it away";
            case ReplyText.Unreadable(int number) -> "message " + number + " can't be read";
            case ReplyText.NotANumber() -> "a message number has digits only";
            case ReplyText.NoMessages() -> "no such message, there is none";
            case ReplyText.NoSuchMessage(int last) -> "no such message, they go from 1 to " + last;
            case ReplyText.NotDeleted(int messages) -> messages + " messages could not be deleted";
            case ReplyText.DeletionsUnfinished() -> "the deletions could not be finished";
        };
    }
}
