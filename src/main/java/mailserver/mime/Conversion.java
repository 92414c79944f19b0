package mailserver.mime;

import java.io.IOException;

/** What becomes of the parts of a message. */
interface Conversion {
    /** How the lines of headers, delimiters and text end. */
    LineRule textLines();

    /** False for a multipart that is to be left alone as a whole. */
    boolean mayEnter(PartKind.Multipart multipart);

    /** Writes what is left of the header of a part that holds other parts, which can't be encoded itself. */
    void container(MimeHeader header) throws IOException;

    /** The text before the first part of a multipart, and behind the last one. */
    PartBody margin();

    /** A part that is looked into no further; what is left of its header is written, now or when it is clear how. */
    PartBody body(MimeHeader header, PartKind kind) throws IOException;

    /** True once the body of a part that can't be encoded had octets in it that should not be there. */
    default boolean eightBitLeft() {
        return false;
    }
}
