package mailserver.config.value;

/** How much the log says; each level includes those before it. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
