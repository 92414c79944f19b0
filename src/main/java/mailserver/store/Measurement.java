package mailserver.store;

/**
 * What POP3 needs to know of a message and can't see without reading it.
 *
 * @param wireBytes its length with CRLF line ends
 * @param sha256    lower-case hex of the file's bytes
 */
record Measurement(long wireBytes, String sha256) {}
