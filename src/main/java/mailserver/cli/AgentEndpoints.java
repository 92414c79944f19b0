package mailserver.cli;

import mailserver.config.HostPort;

/** The two servers a mail agent talks to. */
record AgentEndpoints(HostPort smtp, HostPort pop3) {}
