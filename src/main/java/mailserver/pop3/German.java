package mailserver.pop3;

final class German {
    private German() {}

    static String say(Text text) {
        return switch (text) {
            case Text.UnknownCommand() -> "unbekannter Befehl";
            case Text.NotText() -> "ein Befehl hat kein NUL, kein einzelnes CR und ist in UTF-8";
            case Text.LineTooLong(int octets) -> "die Zeile ist zu lang, höchstens " + octets + " Oktette";
            case Text.EndlessLine() -> "die Zeile ist viel zu lang";
            case Text.TooManyErrors() -> "zu viele Fehler";
            case Text.IdleTooLong() -> "zu lange still gewesen";
            case Text.ShuttingDown() -> "der Server wird beendet";
            case Text.InternalError() -> "interner Fehler";
            case Text.AuthArguments() -> "AUTH braucht den Namen eines Verfahrens und höchstens eine Antwort";
            case Text.UnknownMechanism() -> "dieses Anmeldeverfahren gibt es hier nicht";
            case Text.MalformedResponse() -> "das ist keine Antwort dieses Verfahrens";
            case Text.Cancelled() -> "die Anmeldung ist abgebrochen";
            case Text.TooManyFailures() -> "zu viele misslungene Anmeldungen von Ihrer Adresse, bitte später wieder";
            case Text.Mechanisms() -> "Anmeldeverfahren";
            case Text.TlsBehindStls() -> "TLS beginnt an diesem Port mit STLS";
            case Text.Foreign(String protocol) -> "das ist " + protocol + ", dieser Port spricht POP3";
            case Text.TlsAlready() -> "die Verbindung läuft schon in TLS";
            case Text.NoTls() -> "dieser Server hat kein Zertifikat und darum kein TLS";
            case Text.Capabilities() -> "was dieser Server kann";
            case Text.Replaced(String verb, String successor) -> verb + " gibt es hier nicht, dafür " + successor;
            case Text.NoArgument(String verb) -> verb + " nimmt kein Argument";
            case Text.OneNumber(String verb) -> verb + " braucht eine Nachrichtennummer";
            case Text.OneNumberAtMost(String verb) -> verb + " nimmt höchstens eine Nachrichtennummer";
            case Text.TopArguments() -> "TOP braucht eine Nachrichtennummer und eine Zahl von Zeilen";
            case Text.LinesNotANumber() -> "die Zahl der Zeilen ist keine Zahl";
            case Text.NoPassword() -> "PASS braucht ein Passwort";
            case Text.NoName() -> "USER braucht einen Namen";
            case Text.NameNotOneWord() -> "USER nimmt nur ein Wort";
            case Text.UnprintableName() -> "ein Benutzername hat keine Steuerzeichen";
            case Text.OneLanguageAtMost() -> "LANG nimmt höchstens eine Sprache";
            case Text.LogInFirst() -> "bitte zuerst anmelden";
            case Text.LoggedInAlready() -> "Sie sind schon angemeldet";
            case Text.PasswordOverheard() ->
                "ein Passwort wird auf dieser Verbindung nicht angenommen, es könnte mitgelesen werden";
            case Text.UserFirst() -> "zuerst kommt USER";
            case Text.WrongLogin() -> "falscher Benutzername oder falsches Passwort";
            case Text.InUse() -> "das Postfach ist in einer anderen Sitzung geöffnet";
            case Text.Unavailable() -> "das Postfach lässt sich gerade nicht öffnen";
            case Text.TooSoon(long seconds) ->
                "die letzte Anmeldung ist noch nicht lange her, bitte in " + seconds + " Sekunden wieder";
            case Text.Languages() -> "was dieser Server spricht";
            case Text.LanguageChosen() -> "ab jetzt auf Deutsch";
            case Text.UnknownLanguage() -> "diese Sprache gibt es hier nicht, LANG allein nennt alle";
            case Text.Maildrop(int messages, long octets) -> messages + " Nachrichten (" + octets + " Oktette)";
            case Text.Opened(int messages, long octets) ->
                "das Postfach hat " + messages + (messages == 1 ? " Nachricht (" : " Nachrichten (") + octets
                        + " Oktette)";
            case Text.Octets(long octets) -> octets + " Oktette";
            case Text.MarkedAsDeleted(int number) -> "Nachricht " + number + " ist zum Löschen vorgemerkt";
            case Text.Gone(int number) ->
                "Nachricht " + number + " ist nicht mehr da, ein anderes Programm hat sie weggenommen";
            case Text.Unreadable(int number) -> "Nachricht " + number + " lässt sich nicht lesen";
            case Text.NotANumber() -> "eine Nachrichtennummer hat nur Ziffern";
            case Text.NoMessages() -> "diese Nachricht gibt es nicht, das Postfach ist leer";
            case Text.NoSuchMessage(int last) -> "diese Nachricht gibt es nicht, es gibt 1 bis " + last;
            case Text.NotDeleted(int messages) -> messages + " Nachrichten ließen sich nicht löschen";
            case Text.DeletionsUnfinished() -> "das Löschen ließ sich nicht abschließen";
        };
    }
}
