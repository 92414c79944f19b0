package mailserver.pop3;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The languages that answers can be in (RFC 6856 §3). */
enum Language {
    ENGLISH("en", "English", English::say),
    GERMAN("de", "Deutsch", German::say),
    FRENCH("fr", "français", French::say),
    CHINESE("zh-Hans", "简体中文", Chinese::say),
    /** What is spoken before anybody has chosen (RFC 2277 §4.5). */
    DEFAULT("i-default", "Default language", English::say);

    private final String tag;
    private final String description;
    private final Function<ReplyText, String> words;

    Language(String tag, String description, Function<ReplyText, String> words) {
        this.tag = tag;
        this.description = description;
        this.words = words;
    }

    /** The language that suits a range best; for {@code *} the one that this server prefers. */
    static Optional<Language> matching(String range) {
        if (range.equals("*")) {
            return Optional.of(ENGLISH);
        }
        // Lookup (RFC 4647 §3.4): de-AT, when there is none, is de. A shorter range may then be filled by a longer tag
        // (§3.3.1): zh-CN is zh, and zh-Hans is the zh we have.
        Optional<Language> found = Optional.empty();
        for (String wanted = range; found.isEmpty() && !wanted.isEmpty(); wanted = shorter(wanted)) {
            String part = wanted.toLowerCase(Locale.ROOT);
            found = Arrays.stream(values())
                    .filter(language -> (language.lowerTag() + "-").startsWith(part + "-"))
                    .findFirst();
        }
        return found;
    }

    /** The range without its last subtag, and without a single letter that would then be the last (RFC 4647 §3.4). */
    private static String shorter(String range) {
        int hyphen = range.lastIndexOf('-');
        return hyphen < 0 ? "" : range.substring(0, hyphen).replaceFirst("(^|-).$", "");
    }

    private String lowerTag() {
        return tag.toLowerCase(Locale.ROOT);
    }

    /** As BCP 47 writes it. */
    String tag() {
        return tag;
    }

    /** A line of the answer to LANG: the tag, and the language's name in that language. */
    String listing() {
        return tag + " " + description;
    }

    /** Not empty, one line, and the same numbers in each language. */
    String say(ReplyText text) {
        return words.apply(text);
    }
}
