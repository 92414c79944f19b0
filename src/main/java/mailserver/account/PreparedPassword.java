package mailserver.account;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to write a password that keyboards and systems write in several: {@code é} as one character or two, a blank
 * that is a no-break space (SASLprep, RFC 4013).
 */
final class PreparedPassword {
    private static final Profile SASLPREP = new SASLprep();

    private PreparedPassword() {}

    /** What SASLprep can't prepare, a control character for one, stays as it is. */
    static String of(String password) {
        try {
            return SASLPREP.prepareQuery(password);
        } catch (IllegalArgumentException e) {
            return password;
        }
    }

    /** As it came, which is what hashes from elsewhere were made of, and prepared where that is another text. */
    static List<String> forms(String password) {
        return Stream.of(password, of(password)).distinct().toList();
    }
}
