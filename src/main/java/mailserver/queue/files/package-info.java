/**
 * The queue on disk: one text and one envelope file for each entry, paused domains, notes of attempts, failed mail.
 *
 * <p>It doesn't know when anything is tried. Read {@link mailserver.queue.files.QueueFolder} first.
 */
package mailserver.queue.files;
