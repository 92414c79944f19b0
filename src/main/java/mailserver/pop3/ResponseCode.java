package mailserver.pop3;

/** Says to a program why a command failed (RFC 2449 §8, RFC 3206). */
enum ResponseCode {
    IN_USE("[IN-USE]"),
    LOGIN_DELAY("[LOGIN-DELAY]"),
    AUTH("[AUTH]"),
    SYS_TEMP("[SYS/TEMP]");

    private final String text;

    ResponseCode(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
