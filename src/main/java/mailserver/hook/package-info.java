/**
 * Programs that are told of each message that has come into a mailbox: noted on disk, tried until they succeed, never in anybody's way.
 * Must not know how a message came.
 */
package mailserver.hook;
