package mailserver.mime;

/** How the body of a part is read and written. */
record PartBody(LineRule lines, BodyWriter writer) {}
