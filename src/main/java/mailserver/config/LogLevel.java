package mailserver.config;

/** How much the log says; each level includes those before it. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
