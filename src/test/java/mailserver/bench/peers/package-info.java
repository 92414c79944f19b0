/** This server against Postfix and Dovecot, on one machine and in turn: {@code bin/bench peers}. */
package mailserver.bench.peers;
