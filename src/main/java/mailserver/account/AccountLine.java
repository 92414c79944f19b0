package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.config.file.BadValueException;
import mailserver.mail.Address;

/**
 * One line of the accounts file, {@code user@domain:{SCHEME}secret}.
 *
 * <p>Behind a hash may stand what else a line of Dovecot's passwd-file has, {@code :uid:gid:gecos:home:shell:extra},
 * of which only {@link Quota} means something here. A readable password goes on to the end of the line, for it may have colons of its own.
 *
 * <p>A {@code #} begins a comment at the beginning of a line only: a readable password may have one.
 */
public final class AccountLine {
    /** RFC 5321 §4.5.3.1.1. */
    private static final int LONGEST = 64;

    public static final String MISFIT = "can't be an account: the part before the @ has 1 to " + LONGEST + " octets";

    private AccountLine() {}

    /** The account of this line; empty for a comment or a blank line. */
    public static Optional<Account> parse(String line) throws BadValueException {
        if (line.isBlank() || line.stripLeading().startsWith("#")) {
            return Optional.empty();
        }
        int colon = separator(line);
        if (colon < 0) {
            throw new BadValueException("is not user@domain:{SCHEME}secret");
        }
        Address address = address(line.substring(0, colon).strip());
        try {
            Secret secret = Secret.parse(line.substring(colon + 1, endOfSecret(line, colon + 1)));
            if (secret instanceof Secret.Plain plain && plain.text().isEmpty()) {
                throw new BadValueException(address + ": the password is empty");
            }
            return Optional.of(new Account(address, secret, quota(address, line, colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new BadValueException(address + ": " + e.getMessage());
        }
    }

    /** The line of an account. */
    public static String of(Account account) {
        String address = account.address().toString();
        // A hash in front would make it a comment; in quotes it is the same address (RFC 5321 §4.1.2).
        String written = address.startsWith("#")
                ? '"' + account.address().localPart() + "\"@"
                        + account.address().domain()
                : address;
        return written + ":" + account.secret().encoded()
                + account.quota().map(Quota::field).orElse("");
    }

    /** The line with another secret. What stood behind a hash stays, for Dovecot may need it. */
    static String withSecret(String line, Secret secret) {
        int start = separator(line) + 1;
        String rest = switch (secret) {
            case PasswordHash hash -> line.substring(endOfSecret(line, start));
            case Secret.Plain plain -> "";
        };
        return line.substring(0, start) + secret.encoded() + rest;
    }

    private static Optional<Long> quota(Address address, String line, int startOfSecret) throws BadValueException {
        try {
            return Quota.of(line.substring(endOfSecret(line, startOfSecret)));
        } catch (BadValueException e) {
            throw new BadValueException(address + ": " + e.getMessage());
        }
    }

    private static int endOfSecret(String line, int start) {
        int colon = line.indexOf(':', start);
        return colon < 0 || Secret.isReadable(line.substring(start)) ? line.length() : colon;
    }

    /** The first colon outside of quotes: {@code "a:b"@domain} is an address (RFC 5321 §4.1.2). */
    private static int separator(String line) {
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
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(text) + " is not an address"));
        if (!fits(address)) {
            throw new BadValueException(BadValueException.quoted(text) + " " + MISFIT);
        }
        return address;
    }

    /** Whether the local part is short enough for every sender, and so for the name of a folder, three octets for one. */
    public static boolean fits(Address address) {
        int length = address.localPart().getBytes(StandardCharsets.UTF_8).length;
        return length > 0 && length <= LONGEST;
    }
}
