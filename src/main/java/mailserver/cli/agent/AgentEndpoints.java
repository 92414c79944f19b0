package mailserver.cli.agent;

import mailserver.config.value.HostPort;

/** The two servers a mail agent talks to. */
record AgentEndpoints(HostPort smtp, HostPort pop3) {}
