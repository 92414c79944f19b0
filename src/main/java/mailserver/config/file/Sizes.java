package mailserver.config.file;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes such as {@code 25 MiB}: KB, MB, GB count in thousands, KiB, MiB, GiB in 1024s. */
public final class Sizes {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})\\s*([A-Za-z]+)");
    private static final Map<String, Long> UNITS = Map.of(
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30);

    private Sizes() {}

    /** The size in bytes; empty when it has no such unit or is too big to count. */
    public static Optional<Long> parse(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            return Optional.empty();
        }
        Optional<Long> unit = Optional.ofNullable(UNITS.get(size.group(2).toLowerCase(Locale.ROOT)));
        long count = Long.parseLong(size.group(1));
        return unit.filter(bytes -> count <= Long.MAX_VALUE / bytes).map(bytes -> count * bytes);
    }
}
