/**
 * The commands that show mail and what happens to it, hand some in, and make tokens. They read the home's files, with a server or
 * without. Must not know how any of it is delivered.
 */
package mailserver.cli.mail;
