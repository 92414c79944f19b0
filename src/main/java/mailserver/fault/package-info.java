/**
 * Faults on purpose: rules by which a server misbehaves, so that others can test what their programs make of it. Must not know how a
 * session works; it sees lines, and comes between.
 */
package mailserver.fault;
