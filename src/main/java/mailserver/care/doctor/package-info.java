/**
 * Looks for whatever is in a server's way, or soon will be, and says what to do about it.
 *
 * <p>It changes nothing. Read {@link mailserver.care.doctor.Doctor} first.
 */
package mailserver.care.doctor;
