package mailserver.config;

/** Who may send a password over a connection without TLS. */
public enum PlaintextPasswords {
    NEVER,
    TRUSTED,
    ALWAYS
}
