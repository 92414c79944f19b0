package mailserver.pop3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.config.value.Pop3Capability;
import mailserver.config.value.Retention;
import mailserver.mail.Address;

/**
 * What the extensions' settings mean on the wire. One place for what CAPA tells and what is done, so that it tells the truth.
 *
 * @param settings as they are now: a reload changes them within a session
 */
record Capabilities(Supplier<Pop3Settings> settings) {
    /** A command of an extension that is switched off is unknown. */
    boolean serves(String verb) {
        return switch (verb) {
            case "TOP" -> has(Pop3Capability.TOP);
            case "UIDL" -> has(Pop3Capability.UIDL);
            case "USER", "PASS" -> has(Pop3Capability.USER);
            case "UTF8" -> has(Pop3Capability.UTF8);
            case "LANG" -> has(Pop3Capability.LANG);
            default -> true;
        };
    }

    boolean sends(ResponseCode code) {
        return switch (code) {
            case AUTH -> has(Pop3Capability.AUTH_RESP_CODE);
            case IN_USE, LOGIN_DELAY, SYS_TEMP -> has(Pop3Capability.RESP_CODES);
        };
    }

    /**
     * The answer to CAPA, which is the same in both states: what can be used before the login is told behind it, too (RFC 2449
     * §5). Only for how long messages stay may depend on who logs in.
     *
     * @param plainPasswords whether this client may send its password as it is
     * @param account        who has logged in
     */
    List<String> lines(boolean plainPasswords, Optional<Address> account) {
        var lines = new ArrayList<String>();
        for (Pop3Capability capability : Pop3Capability.values()) {
            if (has(capability) && (capability != Pop3Capability.USER || plainPasswords)) {
                lines.add(line(capability, plainPasswords, account));
            }
        }
        return lines;
    }

    private String line(Pop3Capability capability, boolean plainPasswords, Optional<Address> account) {
        String tag = capability.tag();
        return switch (capability) {
            case TOP, UIDL, USER, PIPELINING, RESP_CODES, AUTH_RESP_CODE, LANG -> tag;
            case LOGIN_DELAY ->
                tag + " " + wholeSeconds(settings.get().extensions().loginDelay());
            case EXPIRE -> tag + " " + retention(account);
            // No version: RFC 2449 §6.9 has no other argument behind the login, and a stranger needs none before it.
            case IMPLEMENTATION -> tag + " mailserver";
            // USER: names and passwords may be UTF-8 (RFC 6856 §2.2), which says nothing where neither is taken.
            case UTF8 -> plainPasswords && has(Pop3Capability.USER) ? tag + " USER" : tag;
        };
    }

    /** RFC 2449 §6.7: before the login the shortest time of any user, marked as such where another has a longer one. */
    private String retention(Optional<Address> account) {
        Retention kept = settings.get().kept();
        return account.map(user -> days(kept.of(user)))
                .orElseGet(() -> days(kept.shortest()) + (kept.differs() ? " USER" : ""));
    }

    private static String days(Optional<Duration> time) {
        return time.map(Duration::toDays).map(String::valueOf).orElse("NEVER");
    }

    private boolean has(Pop3Capability capability) {
        return settings.get().extensions().has(capability);
    }

    /** Rounded up: who waits for so long has waited long enough. */
    static long wholeSeconds(Duration time) {
        return time.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
