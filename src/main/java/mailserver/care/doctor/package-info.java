/** Looks for whatever is in a server's way, or soon will be, and says what to do about it. */
package mailserver.care.doctor;
