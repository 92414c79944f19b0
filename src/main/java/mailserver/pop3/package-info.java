/** POP3: commands, answers and the session (RFC 1939, RFC 2449, RFC 3206, RFC 6856). */
package mailserver.pop3;
