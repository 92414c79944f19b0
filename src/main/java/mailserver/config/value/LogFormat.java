package mailserver.config.value;

/** Who the log is written for: people, programs that read files, or systemd's journal. */
public enum LogFormat {
    TEXT,
    JSON,
    JOURNALD
}
