package mailserver.smtp;

import mailserver.mail.Address;

/**
 * What the server answers, in the words that administrators and log tools know. One that refuses says what to do next. The answers to
 * HELP are made of {@link Verb}; those to EHLO of what is offered.
 */
public final class StandardReplies {
    public static final Reply OK = Reply.of(250, 0, 0, "Ok");
    public static final Reply SENDER_OK = Reply.of(250, 1, 0, "Sender ok");
    public static final Reply RECIPIENT_OK = Reply.of(250, 1, 5, "Recipient ok");
    public static final Reply TOO_MANY_ERRORS = Reply.of(421, 7, 0, "Too many errors, goodbye");
    public static final Reply ENDLESS_MESSAGE =
            Reply.of(552, 3, 4, "Message size exceeds any limit, and it has no end; goodbye");
    public static final Reply GARBLED_LINE = Reply.of(
            500, 5, 2, "Command not recognized: the line holds a NUL, a bare CR, or octets that are not UTF-8");
    public static final Reply ENDLESS_LINE = Reply.of(500, 5, 2, "Line too long: it has no end, goodbye");
    public static final Reply TLS_ALREADY = Reply.of(503, 5, 1, "TLS already active");
    public static final Reply NO_TLS = Reply.of(502, 5, 1, "STARTTLS not available: this server has no certificate");
    public static final Reply READY_FOR_TLS = Reply.of(220, 0, 0, "Ready to start TLS");
    public static final Reply IN_THE_MIDDLE = Reply.of(503, 5, 1, "Not in the middle of a message; RSET forgets it");
    public static final Reply NO_LOGIN_HERE =
            Reply.of(503, 5, 1, "AUTH not available here; log in at the submission port");
    public static final Reply LOGGED_IN_ALREADY = Reply.of(503, 5, 1, "Already authenticated");
    public static final Reply ANSWER_NOT_ASCII =
            Reply.of(252, 6, 8, "The answer is not ASCII; ask again with SMTPUTF8 behind the name");
    public static final Reply UNKNOWN_MECHANISM =
            Reply.of(504, 5, 4, "Unrecognized authentication type; EHLO lists those that are known");
    public static final Reply ENCRYPTION_REQUIRED =
            Reply.of(538, 7, 11, "Encryption required for requested authentication mechanism; STARTTLS comes first");
    public static final Reply MECHANISM_OF_NO_USE =
            Reply.of(504, 5, 4, "Unrecognized authentication type: no account here can log in this way");
    public static final Reply AUTHENTICATED = Reply.of(235, 7, 0, "Authentication successful");
    public static final Reply AUTHENTICATION_FAILED =
            Reply.of(535, 7, 8, "Authentication failed: wrong user name or password");
    public static final Reply AUTHENTICATION_CANCELLED = Reply.of(501, 7, 0, "Authentication cancelled");
    public static final Reply TOO_MANY_FAILED_LOGINS = Reply.of(
            454, 7, 0, "Temporary authentication failure: too many failed logins from your address, try later");
    public static final Reply AUTHENTICATION_REQUIRED =
            Reply.of(530, 7, 0, "Authentication required; this port is for people, log in with AUTH first");
    public static final Reply BARE_NEWLINE =
            Reply.of(550, 5, 2, "Message has a bare LF or CR in it; each of its lines must end in CRLF");
    public static final Reply NESTED_MAIL =
            Reply.of(503, 5, 1, "Nested MAIL command; RSET forgets the message that was begun");
    public static final Reply SENDER_NOT_ASCII =
            Reply.of(550, 6, 7, "Sender address is not ASCII; it needs the parameter SMTPUTF8");
    public static final Reply REQUIRETLS_NEEDS_TLS =
            Reply.of(530, 7, 10, "REQUIRETLS needs a message that comes over TLS; STARTTLS comes first");
    public static final Reply TIMING_NOT_ALLOWED = Reply.of(
            555, 5, 4, "Parameter not allowed: times and priorities are for those who are trusted or logged in");
    public static final Reply NEED_MAIL = Reply.of(503, 5, 1, "Need MAIL command first");
    public static final Reply DATA_HAS_BEGUN = Reply.of(503, 5, 1, "Message data has begun to come; RSET forgets it");
    public static final Reply RECIPIENT_NOT_ASCII =
            Reply.of(553, 6, 7, "Recipient address is not ASCII; MAIL needs the parameter SMTPUTF8");
    public static final Reply TOO_MANY_RECIPIENTS =
            Reply.of(452, 5, 3, "Too many recipients; send the message to the others again");
    public static final Reply BDAT_HAS_BEGUN =
            Reply.of(503, 5, 1, "DATA after BDAT; what began with BDAT ends with BDAT, RSET forgets it");
    public static final Reply BINARY_NEEDS_BDAT =
            Reply.of(503, 5, 1, "DATA with BINARYMIME; such a message comes with BDAT");
    public static final Reply START_DATA = Reply.plain(354, "End data with <CR><LF>.<CR><LF>");
    public static final Reply NO_VALID_RECIPIENTS = Reply.of(554, 5, 1, "No valid recipients");
    public static final Reply NO_STORAGE = Reply.of(452, 3, 1, "Insufficient system storage, try again later");
    public static final Reply NOT_RECOGNIZED = Reply.of(500, 5, 2, "Command not recognized; HELP lists those that are");
    public static final Reply NO_SUCH_HELP = Reply.of(504, 5, 4, "No help on that; HELP alone lists the commands");
    public static final Reply NAME_NEEDS_SMTPUTF8 =
            Reply.of(553, 6, 7, "Name is not ASCII; it needs SMTPUTF8 behind it");
    public static final Reply BAD_SENDER =
            Reply.of(501, 1, 7, "Bad sender address syntax; write MAIL FROM:<user@domain>");
    public static final Reply BAD_RECIPIENT =
            Reply.of(501, 1, 3, "Bad recipient address syntax; write RCPT TO:<user@domain>");

    private StandardReplies() {}

    public static Reply greeting(String hostname) {
        return Reply.plain(220, hostname + " ESMTP mailserver");
    }

    public static Reply timeout(String hostname) {
        return Reply.of(421, 4, 2, hostname + " timeout exceeded, goodbye");
    }

    public static Reply lineTooLong(int octets) {
        return Reply.of(500, 5, 2, "Line too long: more than " + octets + " octets");
    }

    public static Reply shuttingDown(String hostname) {
        return Reply.of(421, 3, 2, hostname + " is shutting down, try again later");
    }

    public static Reply goodbye(String hostname) {
        return Reply.of(221, 0, 0, hostname + " closing connection");
    }

    public static Reply sayWho(Verb verb) {
        return Reply.of(501, 5, 4, "Say who you are; syntax: " + verb.syntax());
    }

    public static Reply malformedResponse(String mechanism, String why) {
        return Reply.of(501, 5, 2, "Malformed authentication response, no " + mechanism + ": " + why);
    }

    public static Reply chunkReceived(long octets) {
        return Reply.of(250, 0, 0, octets + " octets received");
    }

    /** The message is on disk, in mailboxes or in the queue. */
    public static Reply queued(String id) {
        return Reply.of(250, 0, 0, "Ok: queued as " + id);
    }

    public static Reply tooManyHops(int most) {
        return Reply.of(554, 4, 6, "Too many hops: over " + most + " Received lines, a mail loop");
    }

    public static Reply tooLarge(long octets) {
        return Reply.of(552, 3, 4, "Message size exceeds the limit of " + octets + " octets");
    }

    public static Reply notImplemented(String verb) {
        return Reply.of(502, 5, 1, "Command not implemented: " + verb);
    }

    public static Reply unknownSender(String path) {
        return Reply.of(550, 1, 8, path + ": Sender address rejected: User unknown");
    }

    public static Reply strangerAsOurs(String path) {
        return Reply.of(
                550, 7, 1, path + ": Sender address rejected: that domain is ours; log in to send as one of its users");
    }

    public static Reply notOwner(Address login, Address sender) {
        return Reply.of(550, 7, 1, "<" + sender + ">: Sender address rejected: not owned by user " + login);
    }

    public static Reply noWay(String where) {
        return Reply.of(550, 1, 2, "Recipient address rejected: no way from here to " + where);
    }

    public static Reply unknownRecipient(Address recipient) {
        return Reply.of(550, 1, 1, "<" + recipient + ">: Recipient address rejected: User unknown");
    }

    public static Reply relayDenied(Address recipient) {
        return Reply.of(
                554, 7, 1, "<" + recipient + ">: Relay access denied (relay denied): log in, or send to our own users");
    }
}
