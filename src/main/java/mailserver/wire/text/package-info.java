/**
 * Text as protocols, terminals and the log want it: ASCII case, IP addresses, harmless words, lines of fields.
 *
 * <p>It doesn't know where a text comes from. Read {@link mailserver.wire.text.LogLine} first.
 */
package mailserver.wire.text;
