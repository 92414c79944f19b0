package mailserver.config;

import mailserver.mail.Address;

/** Someone who has a mailbox here, and what their password is checked against. */
public record Account(Address address, Secret secret) {}
