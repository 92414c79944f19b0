/** A mail server seen from outside: processes, clients, a peer. What {@code bin/prove} and {@code bin/bench} are made of. */
package mailserver.load;
