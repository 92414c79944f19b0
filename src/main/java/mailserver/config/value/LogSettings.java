package mailserver.config.value;

/** What the log says, and in which form. */
public record LogSettings(LogLevel level, LogFormat format) {
    public static final LogSettings DEFAULT = new LogSettings(LogLevel.INFO, LogFormat.TEXT);
}
