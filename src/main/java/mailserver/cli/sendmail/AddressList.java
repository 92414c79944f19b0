package mailserver.cli.sendmail;

import java.util.ArrayList;
import java.util.List;

/** Finds the addresses in a header field such as To: names, comments, groups and line folds are left out (RFC 5322 §3.4). */
final class AddressList {
    private final String text;
    private final List<String> found = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private int at;

    private AddressList(String text) {
        this.text = text;
    }

    /** Each as it is written, without angle brackets. */
    static List<String> of(String field) {
        var list = new AddressList(field);
        list.read();
        return list.found;
    }

    private void read() {
        boolean literal = false;
        while (at < text.length()) {
            char c = text.charAt(at++);
            literal = literal && c != ']' || c == '[';
            switch (c) {
                case '"' -> quoted();
                case '(' -> comment();
                case '<' -> angle();
                case ',', ';' -> end();
                case ':' -> {
                    if (literal) {
                        current.append(c);
                    } else {
                        // A group's name.
                        current.setLength(0);
                    }
                }
                default -> current.append(c);
            }
        }
        end();
    }

    private void quoted() {
        current.append('"');
        while (at < text.length()) {
            char c = text.charAt(at++);
            current.append(c);
            if (c == '\\' && at < text.length()) {
                current.append(text.charAt(at++));
            } else if (c == '"') {
                return;
            }
        }
    }

    /** They nest (RFC 5322 §3.2.2). */
    private void comment() {
        int depth = 1;
        while (at < text.length() && depth > 0) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
    }

    /** What stood before it was a name. */
    private void angle() {
        current.setLength(0);
        while (at < text.length() && text.charAt(at) != '>') {
            if (text.charAt(at) == '"') {
                at++;
                quoted();
            } else {
                current.append(text.charAt(at++));
            }
        }
        at++;
        String address = current.toString().strip();
        // RFC 5322 §4.4: a route of old, which RFC 5321 §4.1.2 lets us ignore.
        if (address.startsWith("@") && address.contains(":")) {
            address = address.substring(address.indexOf(':') + 1);
        }
        add(address);
        current.setLength(0);
    }

    private void end() {
        add(current.toString().strip());
        current.setLength(0);
    }

    private void add(String address) {
        if (!address.isEmpty()) {
            found.add(address);
        }
    }
}
