package mailserver.mime;

/** What a part is to an encoder: may its body be encoded, and are there parts in it that may? */
sealed interface PartKind {
    /** Its parts may be encoded, it must not (RFC 2045 §6.4). */
    record Multipart(String boundary, String subtype) implements PartKind {
        /** Parts of it are messages unless they say otherwise (RFC 2046 §5.1.5). */
        boolean isDigest() {
            return subtype.equals("digest");
        }

        /** Its octets are signed or encrypted as they are, and nobody on the way may change them (RFC 1847 §2). */
        boolean isSealed() {
            return subtype.equals("signed") || subtype.equals("encrypted");
        }
    }

    /** A message within the message: it must not be encoded, what it holds may (RFC 2046 §5.2.1). */
    record Message() implements PartKind {}

    /** Plain content, with the encoding that suits it best. */
    record Leaf(TransferEncoding best) implements PartKind {}

    /** Something that must not be encoded, and that can't be looked into. */
    record Fixed() implements PartKind {}

    static PartKind of(ContentType type) {
        return switch (type.type()) {
            case "multipart" -> multipart(type);
            case "message" -> message(type.subtype());
            case "text" -> new Leaf(TransferEncoding.QUOTED_PRINTABLE);
            default -> new Leaf(TransferEncoding.BASE64);
        };
    }

    /** Without a boundary nobody can tell where its parts are. */
    private static PartKind multipart(ContentType type) {
        return type.parameter("boundary")
                .map(String::stripTrailing)
                .filter(boundary -> !boundary.isEmpty() && boundary.length() <= Boundaries.MOST_OCTETS)
                .<PartKind>map(boundary -> new Multipart(boundary, type.subtype()))
                .orElse(new Fixed());
    }

    private static PartKind message(String subtype) {
        if (subtype.equals("rfc822")) {
            return new Message();
        }
        // message/global and the parts of a report about it may have any encoding (RFC 6532 §3.7, RFC 6533 §6);
        // partial, external-body, delivery-status and whatever else there is may not (RFC 2046 §5.2, RFC 3464 §2.1).
        return subtype.startsWith("global") ? new Leaf(TransferEncoding.QUOTED_PRINTABLE) : new Fixed();
    }
}
