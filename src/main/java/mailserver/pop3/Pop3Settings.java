package mailserver.pop3;

import java.time.Duration;
import mailserver.config.value.Pop3Extensions;
import mailserver.config.value.Retention;

/**
 * What a session needs to know of the configuration.
 *
 * @param hostname   for the greeting
 * @param idle       how long a client may be silent; RFC 1939 §3 wants ten minutes at least
 * @param login      how long it may take to log in, all its commands together; no timer of inactivity, so RFC 1939 §3 has no say
 * @param errors     how many bad commands and refused logins a session may have; one more ends it
 * @param extensions what is served beyond RFC 1939
 * @param kept       for how long messages stay, whichever setting says so
 */
public record Pop3Settings(
        String hostname, Duration idle, Duration login, int errors, Pop3Extensions extensions, Retention kept) {}
