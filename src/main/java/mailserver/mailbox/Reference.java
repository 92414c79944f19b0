package mailserver.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message's place in a conversation (RFC 5322 §3.6.4), as digests of message ids: a hundred thousand of these are held in memory.
 *
 * @param own  its own id; 0 where it has none
 * @param root the id that began the conversation, as far as this message knows
 */
record Reference(long own, long root) {
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,500}>");

    static Reference of(HeaderBlock header) {
        long own = first(header, "Message-ID").map(Reference::digest).orElse(0L);
        // References begins with the first message of all; without it only the one before is known.
        Optional<String> root = first(header, "References").or(() -> first(header, "In-Reply-To"));
        return new Reference(own, root.map(Reference::digest).orElse(own));
    }

    private static Optional<String> first(HeaderBlock header, String name) {
        return header.first(name).map(MESSAGE_ID::matcher).filter(Matcher::find).map(Matcher::group);
    }

    /** The ids in a field, as far as they are some. */
    static List<String> ids(String value) {
        return MESSAGE_ID.matcher(value).results().map(found -> found.group()).toList();
    }

    /** FNV-1a in 64 bits. */
    private static long digest(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
