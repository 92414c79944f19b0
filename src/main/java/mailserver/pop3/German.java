package mailserver.pop3;

final class German {
    private German() {}

    static String say(ReplyText text) {
        return switch (text) {
            case ReplyText.UnknownCommand() -> "unbekannter Befehl";
            case ReplyText.NotText() -> "ein Befehl hat kein NUL, kein einzelnes CR und ist in UTF-8";
            case ReplyText.LineTooLong(int octets) -> "die Zeile ist zu lang, höchstens " + octets + " Oktette";
            case ReplyText.EndlessLine() -> "die Zeile ist viel zu lang";
            case ReplyText.TooManyErrors() -> "zu viele Fehler";
            case ReplyText.IdleTooLong() -> "zu lange still gewesen";
            case ReplyText.ShuttingDown() -> "der Server wird beendet";
            case ReplyText.InternalError() -> "interner Fehler";
            case ReplyText.AuthArguments() -> "AUTH braucht den Namen eines Verfahrens und höchstens eine Antwort";
            case ReplyText.UnknownMechanism() -> "dieses Anmeldeverfahren gibt es hier nicht";
            case ReplyText.MalformedResponse() -> "das ist keine Antwort dieses Verfahrens";
            case ReplyText.Cancelled() -> "die Anmeldung ist abgebrochen";
            case ReplyText.TooManyFailures() ->
                "zu viele misslungene Anmeldungen von Ihrer Adresse, bitte später wieder";
            case ReplyText.Mechanisms() -> "Anmeldeverfahren";
            case ReplyText.TlsBehindStls() -> "TLS beginnt an diesem Port mit STLS";
            case ReplyText.Foreign(String protocol) -> "das ist " + protocol + ", dieser Port spricht POP3";
            case ReplyText.TlsAlready() -> "die Verbindung läuft schon in TLS";
            case ReplyText.NoTls() -> "dieser Server hat kein Zertifikat und darum kein TLS";
            case ReplyText.Capabilities() -> "was dieser Server kann";
            case ReplyText.Replaced(String verb, String successor) -> verb + " gibt es hier nicht, dafür " + successor;
            case ReplyText.NoArgument(String verb) -> verb + " nimmt kein Argument";
            case ReplyText.OneNumber(String verb) -> verb + " braucht eine Nachrichtennummer";
            case ReplyText.OneNumberAtMost(String verb) -> verb + " nimmt höchstens eine Nachrichtennummer";
            case ReplyText.TopArguments() -> "TOP braucht eine Nachrichtennummer und eine Zahl von Zeilen";
            case ReplyText.LinesNotANumber() -> "die Zahl der Zeilen ist keine Zahl";
            case ReplyText.NoPassword() -> "PASS braucht ein Passwort";
            case ReplyText.NoName() -> "USER braucht einen Namen";
            case ReplyText.NameNotOneWord() -> "USER nimmt nur ein Wort";
            case ReplyText.UnprintableName() -> "ein Benutzername hat keine Steuerzeichen";
            case ReplyText.OneLanguageAtMost() -> "LANG nimmt höchstens eine Sprache";
            case ReplyText.LogInFirst() -> "bitte zuerst anmelden";
            case ReplyText.LoggedInAlready() -> "Sie sind schon angemeldet";
            case ReplyText.PasswordOverheard() ->
                "ein Passwort wird auf dieser Verbindung nicht angenommen, es könnte mitgelesen werden";
            case ReplyText.UserFirst() -> "zuerst kommt USER";
            case ReplyText.WrongLogin() -> "falscher Benutzername oder falsches Passwort";
            case ReplyText.InUse() -> "das Postfach ist in einer anderen Sitzung geöffnet";
            case ReplyText.Unavailable() -> "das Postfach lässt sich gerade nicht öffnen";
            case ReplyText.TooSoon(long seconds) ->
                "die letzte Anmeldung ist noch nicht lange her, bitte in " + seconds + " Sekunden wieder";
            case ReplyText.Languages() -> "was dieser Server spricht";
            case ReplyText.LanguageChosen() -> "ab jetzt auf Deutsch";
            case ReplyText.UnknownLanguage() -> "diese Sprache gibt es hier nicht, LANG allein nennt alle";
            case ReplyText.Maildrop(int messages, long octets) -> messages + " Nachrichten (" + octets + " Oktette)";
            case ReplyText.Opened(int messages, long octets) ->
                "das Postfach hat " + messages + (messages == 1 ? " Nachricht (" : " Nachrichten (") + octets
                        + " Oktette)";
            case ReplyText.Octets(long octets) -> octets + " Oktette";
            case ReplyText.MarkedAsDeleted(int number) -> "Nachricht " + number + " ist zum Löschen vorgemerkt";
            case ReplyText.Gone(int number) ->
                "Nachricht " + number + " ist nicht mehr da, ein anderes Programm hat sie weggenommen";
            case ReplyText.Unreadable(int number) -> "Nachricht " + number + " lässt sich nicht lesen";
            case ReplyText.NotANumber() -> "eine Nachrichtennummer hat nur Ziffern";
            case ReplyText.NoMessages() -> "diese Nachricht gibt es nicht, das Postfach ist leer";
            case ReplyText.NoSuchMessage(int last) -> "diese Nachricht gibt es nicht, es gibt 1 bis " + last;
            case ReplyText.NotDeleted(int messages) -> messages + " Nachrichten ließen sich nicht löschen";
            case ReplyText.DeletionsUnfinished() -> "das Löschen ließ sich nicht abschließen";
        };
    }
}
