package mailserver.smtp;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import mailserver.mail.Address;
import mailserver.mail.AddressParser;
import mailserver.mail.AddressParser.Path;
import mailserver.mail.Body;
import mailserver.mail.MailParameters;
import mailserver.mail.Notify;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.mail.Timing;
import mailserver.mail.Xtext;
import mailserver.wire.text.AsciiCase;

/** Reads what stands behind MAIL and RCPT: a path and its parameters (RFC 5321 §4.1.1.2, §4.1.1.3). */
final class EnvelopeParser {
    /** RFC 3461 §4.4. */
    private static final Pattern SIZE = Pattern.compile("\\d{1,20}");

    private static final int LONGEST_ENVELOPE_ID = 100;
    /** RFC 3461 §4.2. */
    private static final int LONGEST_ORIGINAL = 500;

    private EnvelopeParser() {}

    static Command mail(String rest) throws WrongCommandException {
        Path path = pathAfter("FROM", rest).orElseThrow(() -> new WrongCommandException(StandardReplies.BAD_SENDER));
        GivenParameters given = GivenParameters.read(Verb.MAIL, path.rest());
        Optional<Long> size = given.value(Parameter.SIZE, EnvelopeParser::size);
        // RFC 4954 §5: nobody is trusted to say who somebody else is, so it is read and dropped. We take it at every
        // door: RFC 5321 §4.1.1.11 would have us refuse it where no login is offered, which would cost mail and win
        // nothing.
        given.value(Parameter.AUTH, EnvelopeParser::submitter);
        var parameters = new MailParameters(
                given.value(Parameter.BODY, oneOf(Body.values(), Body::keyword)).orElse(Body.SEVEN_BIT),
                given.has(Parameter.SMTPUTF8),
                given.value(Parameter.RET, oneOf(MailParameters.Return.values(), MailParameters.Return::name)),
                given.value(Parameter.ENVID, EnvelopeParser::envelopeId),
                given.has(Parameter.REQUIRETLS),
                Timing.NONE);
        return new Command.Mail(
                path.address().map(ReversePath::of).orElse(ReversePath.NULL),
                size.map(OptionalLong::of).orElse(OptionalLong.empty()),
                parameters,
                TimingRequest.of(given));
    }

    static Command rcpt(String rest) throws WrongCommandException {
        Path path = pathAfter("TO", rest)
                .filter(to -> to.address().isPresent())
                .orElseThrow(() -> new WrongCommandException(StandardReplies.BAD_RECIPIENT));
        GivenParameters given = GivenParameters.read(Verb.RCPT, path.rest());
        return new Command.Rcpt(new Recipient(
                path.address().orElseThrow(),
                given.value(Parameter.NOTIFY, Notify::parse).orElse(Notify.DEFAULT),
                given.value(Parameter.ORCPT, EnvelopeParser::original)));
    }

    /** {@code FROM:<path>}; spaces on either side of the colon are no harm. */
    private static Optional<Path> pathAfter(String word, String rest) {
        if (!AsciiCase.startsWith(rest, word)) {
            return Optional.empty();
        }
        String afterWord = rest.substring(word.length()).stripLeading();
        if (!afterWord.startsWith(":")) {
            return Optional.empty();
        }
        return AddressParser.path(afterWord.substring(1).stripLeading())
                .filter(path -> path.rest().isEmpty()
                        || Character.isWhitespace(path.rest().charAt(0)));
    }

    /** RFC 1870 §3: up to 20 digits. A number beyond a long is beyond any limit, too. */
    private static Optional<Long> size(String digits) {
        if (!SIZE.matcher(digits).matches()) {
            return Optional.empty();
        }
        return Optional.of(digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits));
    }

    private static Optional<Xtext> envelopeId(String text) {
        return Xtext.parse(text).filter(id -> {
            String plain = id.decoded();
            return plain.length() <= LONGEST_ENVELOPE_ID && isGraphic(plain);
        });
    }

    /** RFC 4954 §5: a mailbox in xtext, or {@code <>}. One beyond ASCII stands as it is (RFC 6531 §3.4). */
    private static Optional<String> submitter(String text) {
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        Optional<String> mailbox = ascii ? Xtext.parse(text).map(Xtext::decoded) : Optional.of(text);
        boolean fits = text.equals("<>") || mailbox.flatMap(Address::parse).isPresent();
        return fits ? Optional.of(text) : Optional.empty();
    }

    private static Optional<OriginalRecipient> original(String text) {
        return OriginalRecipient.parse(text)
                .filter(original -> text.length() <= LONGEST_ORIGINAL)
                .filter(original -> original.isUtf8() || isGraphic(original.decoded()));
    }

    /** RFC 3461 §4.2, §4.4: reports have no room for anything but graphic ASCII and blanks. */
    private static boolean isGraphic(String plain) {
        return plain.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '\t');
    }

    private static <T> Function<String, Optional<T>> oneOf(T[] values, Function<T, String> keyword) {
        return text -> {
            String upper = AsciiCase.upper(text);
            return Arrays.stream(values)
                    .filter(value -> keyword.apply(value).equals(upper))
                    .findFirst();
        };
    }
}
