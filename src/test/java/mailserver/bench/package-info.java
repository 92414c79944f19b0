/** Loads SMTP and POP3 servers and measures them: {@code bin/bench}. docs/performance.md tells how, and what came out. */
package mailserver.bench;
