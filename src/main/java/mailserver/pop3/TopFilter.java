package mailserver.pop3;

/** Finds where TOP ends in a message that goes by: behind its headers, the blank line, and so many lines (RFC 1939 §7). */
final class TopFilter {
    private boolean inHeader = true;
    private boolean lineIsBlank = true;
    private long lines;

    TopFilter(long lines) {
        this.lines = lines;
    }

    boolean complete() {
        return !inHeader && lines == 0;
    }

    /** How many octets of this block belong to it. */
    int take(byte[] octets, int length) {
        int i = 0;
        while (i < length && !complete()) {
            byte b = octets[i++];
            if (b == '\n') {
                endLine();
            } else if (b != '\r') {
                lineIsBlank = false;
            }
        }
        return i;
    }

    private void endLine() {
        if (inHeader) {
            inHeader = !lineIsBlank;
        } else {
            lines--;
        }
        lineIsBlank = true;
    }
}
