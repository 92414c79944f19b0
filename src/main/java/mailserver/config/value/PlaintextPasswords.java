package mailserver.config.value;

/** Who may send a password over a connection without TLS. */
public enum PlaintextPasswords {
    NEVER,
    TRUSTED,
    ALWAYS
}
