/**
 * Bodies: the parts of a message, and their conversion to another transfer encoding while they stream by.
 *
 * <p>It doesn't know why a message is converted, nor who gets it. Read {@link mailserver.mime.TransferEncoder} first.
 */
package mailserver.mime;
