package mailserver.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailserver.wire.text.AsciiCase;

/** The parameters of MAIL and RCPT that are known here (RFC 5321 §4.1.1.11), with what HELP says of each. */
public enum Parameter {
    SIZE(Verb.MAIL, "SIZE=octets", "how large the message will be", "RFC 1870"),
    BODY(Verb.MAIL, "BODY=7BIT|8BITMIME|BINARYMIME", "what its octets are", "RFC 6152, RFC 3030"),
    SMTPUTF8(Verb.MAIL, "SMTPUTF8", "addresses or header fields hold UTF-8", "RFC 6531"),
    RET(Verb.MAIL, "RET=FULL|HDRS", "how much of the message a report of failure brings back", "RFC 3461"),
    ENVID(Verb.MAIL, "ENVID=xtext", "what you call this message, for reports", "RFC 3461"),
    REQUIRETLS(Verb.MAIL, "REQUIRETLS", "sent on over TLS to known servers only, or back to you", "RFC 8689"),
    AUTH(Verb.MAIL, "AUTH=<>|user@domain", "who handed it in first; read, and not relied on", "RFC 4954"),
    HOLDFOR(Verb.MAIL, "HOLDFOR=seconds", "how long to wait with it; for trusted or logged-in senders", "RFC 4865"),
    HOLDUNTIL(Verb.MAIL, "HOLDUNTIL=date-and-time", "until when, such as 2026-03-01T10:15:30Z; likewise", "RFC 4865"),
    BY(Verb.MAIL, "BY=seconds;R|seconds;N", "by when, or else it's returned, or you notified; likewise", "RFC 2852"),
    MT_PRIORITY(Verb.MAIL, "MT-PRIORITY=number", "from -9, behind all others, to 9; likewise", "RFC 6710"),
    NOTIFY(Verb.RCPT, "NOTIFY=NEVER|SUCCESS,FAILURE,DELAY", "of what the sender wants a report", "RFC 3461"),
    ORCPT(Verb.RCPT, "ORCPT=rfc822;xtext", "whom the sender named first, for reports", "RFC 3461, RFC 6533");

    private final Verb verb;
    private final String syntax;
    private final String meaning;
    private final String source;

    Parameter(Verb verb, String syntax, String meaning, String source) {
        this.verb = verb;
        this.syntax = syntax;
        this.meaning = meaning;
        this.source = source;
    }

    /** Finds a parameter of a command by its keyword in any case. */
    static Optional<Parameter> named(Verb verb, String keyword) {
        String upper = AsciiCase.upper(keyword);
        return of(verb).stream()
                .filter(parameter -> parameter.toString().equals(upper))
                .findFirst();
    }

    public static List<Parameter> of(Verb verb) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.verb == verb)
                .toList();
    }

    /** How it is written. */
    public String syntax() {
        return syntax;
    }

    boolean takesValue() {
        return syntax.contains("=");
    }

    /** Its keyword. */
    @Override
    public String toString() {
        return name().replace('_', '-');
    }

    /** A line of help. */
    public String help() {
        return syntax + ": " + meaning + " (" + source + ")";
    }
}
