package mailserver.mailbox;

/**
 * An attachment.
 *
 * @param index from 0, in the order of the message
 * @param name  harmless as a file name
 * @param type  such as {@code image/png}, in lower case
 * @param size  decoded octets
 */
public record AttachmentInfo(int index, String name, String type, long size) {}
