package mailserver.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.config.file.BadValueException;
import mailserver.config.file.NameSyntax;
import mailserver.mail.Address;

/**
 * One line of the aliases file.
 *
 * @param key a folded address, or {@code @domain} for a catch-all
 */
public record AliasLine(String key, List<Address> targets) {

    /** Reads lines, knowing the local domains: a name without a domain belongs to the first of them. */
    public static final class Parser {
        private final List<String> domains;

        public Parser(Collection<String> domains) {
            this.domains = domains.stream().map(NameSyntax::folded).toList();
        }

        /** The alias of this line; empty for a comment or a blank line. */
        public Optional<AliasLine> parse(String line) throws BadValueException {
            String text = withoutComment(line).strip();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            List<String> sides = split(text, ':');
            if (sides.size() != 2) {
                throw new BadValueException("is not \"address: target, target\"");
            }
            String key = key(sides.get(0));
            // A target twice is one target.
            Set<Address> targets = new LinkedHashSet<>();
            for (String target : split(sides.get(1), ',')) {
                targets.add(target(target, sides.get(0)));
            }
            return Optional.of(new AliasLine(key, List.copyOf(targets)));
        }

        private String key(String text) throws BadValueException {
            boolean catchAll = text.startsWith("@");
            String domain;
            String key;
            if (catchAll) {
                domain = NameSyntax.folded(text.substring(1));
                key = "@" + domain;
            } else {
                Address address = address(text);
                domain = address.domain();
                key = address.folded();
            }
            if (!domains.contains(domain)) {
                throw new BadValueException(
                        BadValueException.quoted(domain) + " is not one of the domains of this server");
            }
            return key;
        }

        private Address target(String text, String alias) throws BadValueException {
            if (text.isEmpty()) {
                throw new BadValueException(alias + " has no target, or an empty one");
            }
            return address(text);
        }

        private Address address(String text) throws BadValueException {
            Optional<Address> address = Address.parse(text).or(() -> Address.parse(text + "@" + domains.getFirst()));
            return address.orElseThrow(
                    () -> new BadValueException(BadValueException.quoted(text) + " is not an address"));
        }
    }

    /** Cuts at a separator, but not inside quotes (RFC 5321 §4.1.2 Quoted-string); the pieces are stripped. */
    private static List<String> split(String text, char separator) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                pieces.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        pieces.add(text.substring(start).strip());
        return pieces;
    }

    /** A comment begins a line or follows a blank: {@code a#b@domain} is an address. */
    private static String withoutComment(String line) {
        return line.replaceFirst("(^|\\s)#.*", "");
    }
}
