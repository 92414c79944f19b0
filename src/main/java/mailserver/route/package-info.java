/**
 * Where an address goes, who may send, and putting one message into every maildrop and queue it leads to.
 *
 * <p>It doesn't know sockets, nor the protocol a message came by. Read {@link mailserver.route.Router} first.
 */
package mailserver.route;
