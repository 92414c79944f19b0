package mailserver.pop3;

final class French {
    private French() {}

    static String say(Text text) {
        return switch (text) {
            case Text.UnknownCommand() -> "commande inconnue";
            case Text.NotText() -> "une commande est en UTF-8, sans NUL ni CR isolé";
            case Text.LineTooLong(int octets) -> "ligne trop longue, " + octets + " octets au plus";
            case Text.EndlessLine() -> "ligne beaucoup trop longue";
            case Text.TooManyErrors() -> "trop d'erreurs";
            case Text.IdleTooLong() -> "inactif depuis trop longtemps";
            case Text.ShuttingDown() -> "le serveur s'arrête";
            case Text.InternalError() -> "erreur interne";
            case Text.AuthArguments() -> "AUTH demande le nom d'un mécanisme et une réponse au plus";
            case Text.UnknownMechanism() -> "ce mécanisme d'identification n'existe pas ici";
            case Text.MalformedResponse() -> "ce n'est pas une réponse de ce mécanisme";
            case Text.Cancelled() -> "l'identification est annulée";
            case Text.TooManyFailures() -> "trop de tentatives échouées depuis votre adresse, réessayez plus tard";
            case Text.Mechanisms() -> "mécanismes d'identification";
            case Text.TlsBehindStls() -> "sur ce port, TLS commence par STLS";
            case Text.Foreign(String protocol) -> "ceci est du " + protocol + ", ce port parle POP3";
            case Text.TlsAlready() -> "la connexion est déjà en TLS";
            case Text.NoTls() -> "ce serveur n'a pas de certificat, donc pas de TLS";
            case Text.Capabilities() -> "ce que ce serveur sait faire";
            case Text.Replaced(String verb, String successor) ->
                verb + " n'existe pas ici, utilisez plutôt " + successor;
            case Text.NoArgument(String verb) -> verb + " ne prend pas d'argument";
            case Text.OneNumber(String verb) -> verb + " demande un numéro de message";
            case Text.OneNumberAtMost(String verb) -> verb + " prend au plus un numéro de message";
            case Text.TopArguments() -> "TOP demande un numéro de message et un nombre de lignes";
            case Text.LinesNotANumber() -> "le nombre de lignes n'est pas un nombre";
            case Text.NoPassword() -> "PASS demande un mot de passe";
            case Text.NoName() -> "USER demande un nom";
            case Text.NameNotOneWord() -> "USER ne prend qu'un mot";
            case Text.UnprintableName() -> "un nom d'utilisateur n'a pas de caractères de contrôle";
            case Text.OneLanguageAtMost() -> "LANG prend au plus une langue";
            case Text.LogInFirst() -> "identifiez-vous d'abord";
            case Text.LoggedInAlready() -> "vous êtes déjà identifié";
            case Text.PasswordOverheard() ->
                "un mot de passe n'est pas accepté sur cette connexion, il pourrait être intercepté";
            case Text.UserFirst() -> "USER vient d'abord";
            case Text.WrongLogin() -> "nom d'utilisateur ou mot de passe incorrect";
            case Text.InUse() -> "une autre session a ouvert cette boîte";
            case Text.Unavailable() -> "la boîte ne peut pas être ouverte en ce moment";
            case Text.TooSoon(long seconds) ->
                "la dernière connexion est trop récente, revenez dans " + seconds + " secondes";
            case Text.Languages() -> "les langues de ce serveur";
            case Text.LanguageChosen() -> "en français désormais";
            case Text.UnknownLanguage() -> "cette langue n'existe pas ici, LANG seul donne la liste";
            case Text.Maildrop(int messages, long octets) -> messages + " messages (" + octets + " octets)";
            case Text.Opened(int messages, long octets) ->
                "la boîte contient " + messages + (messages == 1 ? " message (" : " messages (") + octets + " octets)";
            case Text.Octets(long octets) -> octets + " octets";
            case Text.MarkedAsDeleted(int number) -> "le message " + number + " est marqué comme supprimé";
            case Text.Gone(int number) -> "le message " + number + " n'est plus là, un autre programme l'a enlevé";
            case Text.Unreadable(int number) -> "le message " + number + " ne peut pas être lu";
            case Text.NotANumber() -> "un numéro de message n'a que des chiffres";
            case Text.NoMessages() -> "ce message n'existe pas, la boîte est vide";
            case Text.NoSuchMessage(int last) -> "ce message n'existe pas, ils vont de 1 à " + last;
            case Text.NotDeleted(int messages) -> messages + " messages n'ont pas pu être supprimés";
            case Text.DeletionsUnfinished() -> "les suppressions n'ont pas pu être achevées";
        };
    }
}
