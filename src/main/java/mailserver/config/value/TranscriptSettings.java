package mailserver.config.value;

import java.time.Duration;

/**
 * How much of what was said is kept.
 *
 * @param keep for how long; zero: nothing is kept
 * @param size octets of all transcripts together; the oldest go first
 */
public record TranscriptSettings(Duration keep, long size) {
    public static final TranscriptSettings DEFAULT = new TranscriptSettings(Duration.ofDays(7), 200L << 20);
}
