package mailserver.config.value;

/** What POP3 may offer beyond RFC 1939's minimum (RFC 2449 §6, RFC 3206 §6, RFC 6856 §2 and §3). */
public enum Pop3Capability {
    TOP,
    UIDL,
    USER,
    PIPELINING,
    RESP_CODES,
    AUTH_RESP_CODE,
    LOGIN_DELAY,
    EXPIRE,
    IMPLEMENTATION,
    UTF8,
    LANG;

    /** Its name in the answer to CAPA, and in the configuration. */
    public String tag() {
        return name().replace('_', '-');
    }
}
