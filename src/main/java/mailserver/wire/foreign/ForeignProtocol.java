package mailserver.wire.foreign;

/** What somebody speaks who came to the wrong port, or was sent there: by a web page, as browsers go to nearly every port. */
public enum ForeignProtocol {
    TLS("TLS"),
    HTTP("HTTP"),
    RTSP("RTSP"),
    SIP("SIP"),
    SSH("SSH"),
    PROXY("the PROXY protocol"),
    REDIS("Redis"),
    MEMCACHED("memcached"),
    /** A line such as {@code Host: mail.lan}. */
    HEADER("a header line"),
    BINARY("no text"),
    /** Line upon line that is no command, from one who has not greeted. */
    UNKNOWN("no command, again and again");

    private final String label;

    ForeignProtocol(String label) {
        this.label = label;
    }

    /** To be said behind "that is". */
    public String label() {
        return label;
    }
}
