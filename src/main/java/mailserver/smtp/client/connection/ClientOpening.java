package mailserver.smtp.client.connection;

import mailserver.wire.Connection;

/** A connection on which the peer has greeted, and nothing else was said. */
public record ClientOpening(Connection connection, ClientDialogue dialogue) {}
