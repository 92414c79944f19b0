package mailserver.smtp;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The parameters that one MAIL or RCPT line has: {@code KEYWORD} or {@code KEYWORD=value}, each once (RFC 5321 §4.1.2). */
final class GivenParameters {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private final Map<Parameter, String> values = new EnumMap<>(Parameter.class);

    private GivenParameters() {}

    /** @param text what stands behind the path */
    static GivenParameters read(Verb verb, String text) throws WrongCommandException {
        var given = new GivenParameters();
        String words = text.strip();
        for (String word : words.isEmpty() ? new String[0] : BLANKS.split(words)) {
            given.add(verb, word);
        }
        return given;
    }

    private void add(Verb verb, String word) throws WrongCommandException {
        int equals = word.indexOf('=');
        String keyword = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        if (!KEYWORD.matcher(keyword).matches()) {
            throw WrongCommandException.syntax("a parameter is KEYWORD or KEYWORD=value");
        }
        Parameter parameter = Parameter.named(verb, keyword)
                .orElseThrow(() -> new WrongCommandException(
                        Reply.of(555, 5, 4, "parameter %.40s of %s is not known here".formatted(keyword, verb))));
        // No value is empty (RFC 5321 §4.1.2, esmtp-value).
        boolean fits = parameter.takesValue() ? !value.isEmpty() : equals < 0;
        if (!fits) {
            throw malformed(parameter);
        }
        if (values.put(parameter, value) != null) {
            throw WrongCommandException.syntax("parameter " + parameter + " is there twice");
        }
    }

    boolean has(Parameter parameter) {
        return values.containsKey(parameter);
    }

    /**
     * The value of a parameter, if the line has it.
     *
     * @param grammar gives the meaning of a value, or nothing when it has none
     */
    <T> Optional<T> value(Parameter parameter, Function<String, Optional<T>> grammar) throws WrongCommandException {
        if (!has(parameter)) {
            return Optional.empty();
        }
        Optional<T> value = grammar.apply(values.get(parameter));
        if (value.isEmpty()) {
            throw malformed(parameter);
        }
        return value;
    }

    private static WrongCommandException malformed(Parameter parameter) {
        return WrongCommandException.syntax("write " + parameter.syntax());
    }
}
