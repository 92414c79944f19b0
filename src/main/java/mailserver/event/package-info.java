/**
 * What happens to mail, as values: received, delivered, relayed and so on. Must not know who listens, nor how any of it is written
 * down.
 */
package mailserver.event;
