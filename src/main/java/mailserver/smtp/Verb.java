package mailserver.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailserver.wire.text.AsciiCase;

/** The commands that are served, with what HELP says of each. The parser switches over them, so HELP can't leave one out. */
public enum Verb {
    EHLO(
            "EHLO your.host.name",
            "RFC 5321 section 4.1.1.1",
            "Says who you are, and asks what this server offers.",
            "A message that was begun is forgotten."),
    HELO(
            "HELO your.host.name",
            "RFC 5321 section 4.1.1.1",
            "Says who you are, as clients did before there was EHLO.",
            "A message that was begun is forgotten."),
    MAIL(
            "MAIL FROM:<user@domain> [parameter ...]",
            "RFC 5321 section 4.1.1.2",
            "Begins a message and names its sender, to whom reports of failure go.",
            "The sender of a report is <>."),
    RCPT(
            "RCPT TO:<user@domain> [parameter ...]",
            "RFC 5321 section 4.1.1.3",
            "Names a recipient; once for each of them."),
    DATA(
            "DATA",
            "RFC 5321 section 4.1.1.4",
            "The message follows, when the answer is 354. A line with nothing but a dot ends it;",
            "a line of the message that begins with a dot gets a second one in front."),
    BDAT(
            "BDAT octets [LAST]",
            "RFC 3030 section 2",
            "So many octets of the message follow at once, behind the end of this line.",
            "The chunk with LAST ends the message; it may have 0 octets."),
    RSET("RSET", "RFC 5321 section 4.1.1.5", "Forgets the message that was begun."),
    AUTH(
            "AUTH mechanism [response]",
            "RFC 4954 section 4",
            "Logs in, at the port where people hand in their mail; EHLO lists the mechanisms.",
            "A line with * in place of a response gives it up."),
    STARTTLS(
            "STARTTLS",
            "RFC 3207 section 4",
            "The connection goes on in TLS. All that was said before is forgotten: begin with EHLO again."),
    NOOP("NOOP [anything]", "RFC 5321 section 4.1.1.9", "Does nothing, and is answered."),
    VRFY(
            "VRFY user[@domain] [SMTPUTF8]",
            "RFC 5321 section 4.1.1.6, RFC 6531 section 3.7.4.2",
            "Asks whether there is such a user. Only trusted hosts are told."),
    ETRN(
            "ETRN domain",
            "RFC 1985 section 5",
            "Sends the mail that waits for a domain now, or with @ in front for it and all below it.",
            "Only trusted hosts and those who have logged in may ask."),
    HELP("HELP [command]", "RFC 5321 section 4.1.1.8", "Lists the commands, or explains one."),
    QUIT("QUIT", "RFC 5321 section 4.1.1.10", "Ends the session.");

    private final String syntax;
    private final String source;
    private final List<String> explanation;

    Verb(String syntax, String source, String... explanation) {
        this.syntax = syntax;
        this.source = source;
        this.explanation = List.of(explanation);
    }

    /** Finds a verb by its name in any case. */
    static Optional<Verb> named(String word) {
        String upper = AsciiCase.upper(word);
        return Arrays.stream(values()).filter(verb -> verb.name().equals(upper)).findFirst();
    }

    /** How the command is written. */
    public String syntax() {
        return syntax;
    }

    /** What it means, in lines. */
    public List<String> explanation() {
        return explanation;
    }

    /** Where it is defined. */
    public String source() {
        return source;
    }
}
