package mailserver.transfer.account;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.account.Account;
import mailserver.account.AccountsFile;
import mailserver.account.Quota;
import mailserver.account.Secret;
import mailserver.config.file.BadValueException;
import mailserver.mail.Address;

/**
 * A line of Dovecot's passwd-file, {@code user:{SCHEME}secret:uid:gid:gecos:home:shell:extra fields}.
 *
 * <p>Unlike a line of our accounts file, where a readable password goes on to the end of the line, this one has colons between fields
 * and nowhere else.
 */
final class PasswdLine {
    private static final int BEFORE_EXTRA = 7;

    /** What lets fewer people in than a password does. To leave it out would let in more. */
    private static final Pattern CONDITION =
            Pattern.compile("(?:^|\\s)(nologin|nopassword|allow_nets|allow_real_nets|deny)(?:=\\S*)?(?=\\s|$)");

    /** Of what a line leaves to Dovecot's configuration. */
    record Defaults(String domain, Optional<String> scheme) {}

    private PasswdLine() {}

    /** The account of this line; empty for a comment or a line without a name. */
    static Optional<Account> parse(String line, Defaults defaults) throws BadValueException {
        if (line.isBlank() || line.startsWith(":") || line.startsWith("#")) {
            return Optional.empty();
        }
        List<String> fields = List.of(line.split(":", BEFORE_EXTRA + 1));
        if (fields.size() < 2) {
            throw new BadValueException("is not user:{SCHEME}secret");
        }
        Address address = address(fields.get(0), defaults.domain());
        String extra = fields.size() > BEFORE_EXTRA ? fields.get(BEFORE_EXTRA) : "";
        var condition = CONDITION.matcher(extra);
        if (condition.find()) {
            throw new BadValueException(address + ": there is no " + condition.group(1) + " here");
        }
        Secret secret = secret(address, fields.get(1), defaults.scheme());
        Optional<Long> quota = quota(address, extra);
        if (secret instanceof Secret.Plain && quota.isPresent()) {
            throw new BadValueException(
                    address + ": behind a readable password is no room for a quota; make a hash of it with doveadm pw");
        }
        return Optional.of(new Account(address, secret, quota));
    }

    private static Address address(String name, String domain) throws BadValueException {
        return Address.parse(name)
                .or(() -> Address.parse(name + "@" + domain))
                .filter(AccountsFile::canHold)
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(name)
                        + " can't be an account: it is no address with 1 to 64 octets before the @"));
    }

    private static Secret secret(Address address, String text, Optional<String> scheme) throws BadValueException {
        if (text.isEmpty()) {
            throw new BadValueException(address + ": has no password");
        }
        boolean bare = !text.startsWith("{");
        if (bare && scheme.isEmpty() && !text.startsWith("$")) {
            throw new BadValueException(address
                    + ": no scheme before the secret; --scheme says which, as default_pass_scheme does for Dovecot");
        }
        try {
            Secret secret = Secret.parse(bare && scheme.isPresent() ? "{" + scheme.get() + "}" + text : text);
            if (secret instanceof Secret.Plain plain && plain.text().isEmpty()) {
                throw new BadValueException(address + ": the password is empty");
            }
            return secret;
        } catch (IllegalArgumentException e) {
            throw new BadValueException(address + ": " + e.getMessage());
        }
    }

    private static Optional<Long> quota(Address address, String extra) throws BadValueException {
        try {
            return Quota.of(extra);
        } catch (BadValueException e) {
            throw new BadValueException(address + ": " + e.getMessage());
        }
    }
}
