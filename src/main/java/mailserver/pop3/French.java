package mailserver.pop3;

final class French {
    private French() {}

    static String say(ReplyText text) {
        return switch (text) {
            case ReplyText.UnknownCommand() -> "commande inconnue";
            case ReplyText.NotText() -> "une commande est en UTF-8, sans NUL ni CR isolé";
            case ReplyText.LineTooLong(int octets) -> "ligne trop longue, " + octets + " octets au plus";
            case ReplyText.EndlessLine() -> "ligne beaucoup trop longue";
            case ReplyText.TooManyErrors() -> "trop d'erreurs";
            case ReplyText.IdleTooLong() -> "inactif depuis trop longtemps";
            case ReplyText.ShuttingDown() -> "le serveur s'arrête";
            case ReplyText.InternalError() -> "erreur interne";
            case ReplyText.AuthArguments() -> "AUTH demande le nom d'un mécanisme et une réponse au plus";
            case ReplyText.UnknownMechanism() -> "ce mécanisme d'identification n'existe pas ici";
            case ReplyText.MalformedResponse() -> "ce n'est pas une réponse de ce mécanisme";
            case ReplyText.Cancelled() -> "l'identification est annulée";
            case ReplyText.TooManyFailures() -> "trop de tentatives échouées depuis votre adresse, réessayez plus tard";
            case ReplyText.Mechanisms() -> "mécanismes d'identification";
            case ReplyText.TlsBehindStls() -> "sur ce port, TLS commence par STLS";
            case ReplyText.Foreign(String protocol) -> "ceci est du " + protocol + ", ce port parle POP3";
            case ReplyText.TlsAlready() -> "la connexion est déjà en TLS";
            case ReplyText.NoTls() -> "ce serveur n'a pas de certificat, donc pas de TLS";
            case ReplyText.Capabilities() -> "ce que ce serveur sait faire";
            case ReplyText.Replaced(String verb, String successor) ->
                verb + " n'existe pas ici, utilisez plutôt " + successor;
            case ReplyText.NoArgument(String verb) -> verb + " ne prend pas d'argument";
            case ReplyText.OneNumber(String verb) -> verb + " demande un numéro de message";
            case ReplyText.OneNumberAtMost(String verb) -> verb + " prend au plus un numéro de message";
            case ReplyText.TopArguments() -> "TOP demande un numéro de message et un nombre de lignes";
            case ReplyText.LinesNotANumber() -> "le nombre de lignes n'est pas un nombre";
            case ReplyText.NoPassword() -> "PASS demande un mot de passe";
            case ReplyText.NoName() -> "USER demande un nom";
            case ReplyText.NameNotOneWord() -> "USER ne prend qu'un mot";
            case ReplyText.UnprintableName() -> "un nom d'utilisateur n'a pas de caractères de contrôle";
            case ReplyText.OneLanguageAtMost() -> "LANG prend au plus une langue";
            case ReplyText.LogInFirst() -> "identifiez-vous d'abord";
            case ReplyText.LoggedInAlready() -> "vous êtes déjà identifié";
            case ReplyText.PasswordOverheard() ->
                "un mot de passe n'est pas accepté sur cette connexion, il pourrait être intercepté";
            case ReplyText.UserFirst() -> "USER vient d'abord";
            case ReplyText.WrongLogin() -> "nom d'utilisateur ou mot de passe incorrect";
            case ReplyText.InUse() -> "une autre session a ouvert cette boîte";
            case ReplyText.Unavailable() -> "la boîte ne peut pas être ouverte en ce moment";
            case ReplyText.TooSoon(long seconds) ->
                "la dernière connexion est trop récente, revenez dans " + seconds + " secondes";
            case ReplyText.Languages() -> "les langues de ce serveur";
            case ReplyText.LanguageChosen() -> "en français désormais";
            case ReplyText.UnknownLanguage() -> "cette langue n'existe pas ici, LANG seul donne la liste";
            case ReplyText.Maildrop(int messages, long octets) -> messages + " messages (" + octets + " octets)";
            case ReplyText.Opened(int messages, long octets) ->
                "la boîte contient " + messages + (messages == 1 ? " message (" : " messages (") + octets + " octets)";
            case ReplyText.Octets(long octets) -> octets + " octets";
            case ReplyText.MarkedAsDeleted(int number) -> "le message " + number + " est marqué comme supprimé";
            case ReplyText.Gone(int number) -> "le message " + number + " n'est plus là, un autre programme l'a enlevé";
            case ReplyText.Unreadable(int number) -> "le message " + number + " ne peut pas être lu";
            case ReplyText.NotANumber() -> "un numéro de message n'a que des chiffres";
            case ReplyText.NoMessages() -> "ce message n'existe pas, la boîte est vide";
            case ReplyText.NoSuchMessage(int last) -> "ce message n'existe pas, ils vont de 1 à " + last;
            case ReplyText.NotDeleted(int messages) -> messages + " messages n'ont pas pu être supprimés";
            case ReplyText.DeletionsUnfinished() -> "les suppressions n'ont pas pu être achevées";
        };
    }
}
