package mailserver.mime;

/**
 * A cursor over the value of one MIME header field (RFC 2045 §5.1). It never fails: what is wrong is passed over, since
 * the value was written by a stranger and the rest of it may still be of use.
 */
final class MimeCursor {
    private static final char END = 0;

    private final String text;
    private int at;

    /** @param text one character an octet; line ends of folding count as blanks */
    MimeCursor(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean take(char c) {
        if (!atEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** Passes over blanks and comments, which may be nested. */
    void skipBlanks() {
        while (isBlank(peek()) || peek() == '(') {
            if (peek() == '(') {
                comment();
            } else {
                at++;
            }
        }
    }

    /** A word up to a blank or one of the characters that end a type, an encoding or the name of a parameter. */
    String token() {
        return upTo("()<>@,;:\\\"/[]?=");
    }

    /**
     * What stands behind the = of a parameter. Many programs forget the quotes that {@code = / : ?} and their like
     * need.
     */
    String value() {
        return peek() == '"' ? quoted() : upTo("(;\"");
    }

    /** Passes over the rest of a parameter and the semicolon behind it. */
    void skipParameter() {
        while (!atEnd() && !take(';')) {
            switch (peek()) {
                case '"' -> quoted();
                case '(' -> comment();
                default -> at++;
            }
        }
    }

    private String upTo(String ends) {
        int start = at;
        while (!atEnd() && !isBlank(peek()) && ends.indexOf(peek()) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        at++;
        var content = new StringBuilder();
        while (!atEnd() && !take('"')) {
            take('\\');
            // A line end within quotes is folding, too (RFC 5322 §3.2.4).
            if (!atEnd() && peek() != '\r' && peek() != '\n') {
                content.append(peek());
            }
            at = Math.min(at + 1, text.length());
        }
        return content.toString();
    }

    private void comment() {
        int depth = 0;
        do {
            switch (peek()) {
                case '(' -> depth++;
                case ')' -> depth--;
                case '\\' -> at++;
                default -> {}
            }
            at = Math.min(at + 1, text.length());
        } while (depth > 0 && !atEnd());
    }

    /** NUL stands for the end, and for itself. */
    private char peek() {
        return atEnd() ? END : text.charAt(at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
