package mailserver.mail;

/** What a sender says of the octets of its message: the BODY parameter of RFC 6152 and RFC 3030. */
public enum Body {
    SEVEN_BIT("7BIT"),
    EIGHT_BIT("8BITMIME"),
    BINARY("BINARYMIME");

    private final String keyword;

    Body(String keyword) {
        this.keyword = keyword;
    }

    public String keyword() {
        return keyword;
    }
}
