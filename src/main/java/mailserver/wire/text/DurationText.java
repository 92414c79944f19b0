package mailserver.wire.text;

import java.time.Duration;

/** Times as people read them: the two largest units that are not zero. */
public final class DurationText {
    private DurationText() {}

    public static String text(Duration time) {
        Duration positive = time.isNegative() ? Duration.ZERO : time;
        if (positive.toDays() > 0) {
            return positive.toDays() + "d " + positive.toHoursPart() + "h";
        }
        if (positive.toHours() > 0) {
            return positive.toHours() + "h " + positive.toMinutesPart() + "m";
        }
        return positive.toMinutes() > 0
                ? positive.toMinutes() + "m " + positive.toSecondsPart() + "s"
                : positive.toSeconds() + "s";
    }
}
