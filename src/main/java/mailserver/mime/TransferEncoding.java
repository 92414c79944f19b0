package mailserver.mime;

import java.util.Arrays;

/** What a Content-Transfer-Encoding field says (RFC 2045 §6.1). */
enum TransferEncoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    BINARY("binary"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64"),
    /** Something nobody agreed on: what the octets stand for is not known (RFC 2045 §6.4). */
    UNKNOWN("unknown");

    private final String keyword;

    TransferEncoding(String keyword) {
        this.keyword = keyword;
    }

    /**
     * @param value what stands behind the colon, one character an octet, perhaps folded; nothing means 7bit, as no
     * field does
     */
    static TransferEncoding parse(String value) {
        var cursor = new MimeCursor(value);
        cursor.skipBlanks();
        String token = cursor.token();
        if (token.isEmpty()) {
            return SEVEN_BIT;
        }
        return Arrays.stream(values())
                .filter(encoding -> encoding.keyword.equalsIgnoreCase(token))
                .findFirst()
                .orElse(UNKNOWN);
    }

    String keyword() {
        return keyword;
    }

    /** True when the octets stand for themselves. */
    boolean isIdentity() {
        return switch (this) {
            case SEVEN_BIT, EIGHT_BIT, BINARY -> true;
            case QUOTED_PRINTABLE, BASE64, UNKNOWN -> false;
        };
    }
}
