package mailserver.config;

import java.util.Optional;
import mailserver.mail.Address;

/**
 * One line of the accounts file, {@code user@domain:{SCHEME}secret}.
 *
 * <p>A {@code #} begins a comment at the beginning of a line only: a readable password may have one.
 */
final class AccountLine {
    private AccountLine() {}

    /** The account of this line; empty for a comment or a blank line. */
    static Optional<Account> parse(String line) throws BadValueException {
        if (line.isBlank() || line.stripLeading().startsWith("#")) {
            return Optional.empty();
        }
        int colon = separator(line);
        if (colon < 0) {
            throw new BadValueException("is not user@domain:{SCHEME}secret");
        }
        Address address = address(line.substring(0, colon).strip());
        try {
            Secret secret = Secret.parse(line.substring(colon + 1));
            if (secret instanceof Secret.Plain plain && plain.text().isEmpty()) {
                throw new BadValueException(address + ": the password is empty");
            }
            return Optional.of(new Account(address, secret));
        } catch (IllegalArgumentException e) {
            throw new BadValueException(address + ": " + e.getMessage());
        }
    }

    /** The first colon outside of quotes: {@code "a:b"@domain} is an address (RFC 5321 §4.1.2). */
    static int separator(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case '"' -> quoted = !quoted;
                case '\\' -> i++;
                case ':' -> {
                    if (!quoted) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }

    private static Address address(String text) throws BadValueException {
        Address address = Address.parse(text)
                .orElseThrow(() -> new BadValueException(Values.quoted(text) + " is not an address"));
        if (!canNameFolder(address)) {
            throw new BadValueException(Values.quoted(text) + " can't be an account: no folder can have that name");
        }
        return address;
    }

    /** The user's folder bears the local part, which may be any text in quotes. */
    static boolean canNameFolder(Address address) {
        String user = address.localPart();
        return !user.contains("/") && !user.startsWith(".") && user.chars().noneMatch(Character::isISOControl);
    }
}
