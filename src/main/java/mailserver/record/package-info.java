/**
 * What happened, for people and programs: events as they come and from files, transcripts of what was said, counters. It listens, and is
 * never waited for. Must not know who asks, nor over which protocol.
 */
package mailserver.record;
