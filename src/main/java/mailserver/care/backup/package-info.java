/**
 * Copies of a home that are taken while mail flows, and the way back.
 *
 * <p>It doesn't know where a copy is kept, nor when one is due. Read {@link mailserver.care.backup.Backup} first.
 */
package mailserver.care.backup;
