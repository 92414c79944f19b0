/**
 * The commands for those who test their mail programs: a throw-away server, faults on purpose, a faster clock. Must not know how a server
 * is tested here.
 */
package mailserver.cli.testing;
