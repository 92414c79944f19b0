package mailserver.smtp;

import mailserver.wire.Connection;

/** A connection on which the peer has greeted, and nothing else was said. */
record ClientOpening(Connection connection, ClientDialogue dialogue) {}
