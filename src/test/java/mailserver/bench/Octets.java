package mailserver.bench;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size on the command line: {@code 4096}, {@code 4K}, {@code 1M}; powers of 1024. */
final class Octets implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        int unit = upper.endsWith("M") ? 1 << 20 : upper.endsWith("K") ? 1 << 10 : 1;
        try {
            return Math.multiplyExact(
                    Integer.parseInt(unit == 1 ? upper : upper.substring(0, upper.length() - 1)), unit);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new TypeConversionException("not a size such as 4096, 4K or 1M: " + text);
        }
    }
}
