package mailserver.cli.support;

import mailserver.time.ScaledClock;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How fast the clock of a server for tests or lessons runs. */
public final class ClockOption {
    @Option(
            names = "--clock",
            paramLabel = "RATE",
            defaultValue = "1x",
            converter = Rate.class,
            description = "let its clock run so many times as fast as the day, such as 60x (default: 1x)")
    private double rate;

    public ScaledClock clock() {
        return new ScaledClock(rate);
    }

    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                double rate = Double.parseDouble(value.replaceFirst("(?i)x$", ""));
                if (rate >= 1 && rate <= ScaledClock.FASTEST) {
                    return rate;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException(
                    "\"" + value + "\" is no rate such as 60x, from 1x to " + (long) ScaledClock.FASTEST + "x");
        }
    }
}
