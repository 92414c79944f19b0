/** POP3: commands, answers and the session (RFC 1939, RFC 2449, RFC 3206). */
package mailserver.pop3;
