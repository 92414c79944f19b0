package mailserver.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.mailbox.PartWalker.Leaf;
import mailserver.mailbox.PartWalker.Role;
import mailserver.mailbox.text.CalendarText;
import mailserver.mailbox.text.OneTimeCodes;
import mailserver.mailbox.text.ReadableText;
import mailserver.mailbox.text.SafeHtml;

/** Reads one file apart, in one pass over its octets, of which it keeps only what there is to read. */
final class MessageParser {
    /** Of longer text this much is shown. */
    private static final int MOST_TEXT = 512 * 1024;

    private static final int MOST_PICTURES = 5 * 1024 * 1024;
    private static final int BLOCK = 8192;

    private final Path file;

    MessageParser(Path file) {
        this.file = file;
    }

    HeaderBlock header() throws IOException {
        try (InputStream in = open()) {
            return HeaderBlock.read(in);
        }
    }

    /** All of it but what the summary says. */
    ParsedMessage parse(MessageSummary summary) throws IOException {
        var text = new StringBuilder();
        var html = new StringBuilder();
        Set<String> notes = new LinkedHashSet<>();
        List<AttachmentInfo> attachments = new ArrayList<>();
        try (InputStream in = open()) {
            PartWalker.walk(in, (leaf, content) -> {
                switch (leaf.role()) {
                    case TEXT -> append(text, leaf, content, notes);
                    case HTML -> append(html, leaf, content, notes);
                    case ATTACHMENT -> attachments.add(info(attachments.size(), leaf, length(content)));
                }
            });
        }
        String readable = text.toString().isBlank() ? ReadableText.of(html.toString()) : text.toString();
        return new ParsedMessage(
                summary,
                header().lines(),
                readable,
                html.toString(),
                ReadableText.links(readable, html.toString()),
                OneTimeCodes.in(summary.subject() + "\n" + readable),
                List.copyOf(notes),
                attachments);
    }

    /** What there is to read of it, for a search. */
    String text() throws IOException {
        var text = new StringBuilder();
        var html = new StringBuilder();
        Set<String> notes = new LinkedHashSet<>();
        try (InputStream in = open()) {
            PartWalker.walk(in, (leaf, content) -> {
                switch (leaf.role()) {
                    case TEXT -> append(text, leaf, content, notes);
                    case HTML -> append(html, leaf, content, notes);
                    case ATTACHMENT -> {
                        // Not read.
                    }
                }
            });
        }
        return text + (html.isEmpty() ? "" : "\n" + ReadableText.of(html.toString()));
    }

    int attachments() throws IOException {
        int[] count = new int[1];
        try (InputStream in = open()) {
            PartWalker.walk(in, (leaf, content) -> count[0] += leaf.role() == Role.ATTACHMENT ? 1 : 0);
        }
        return count[0];
    }

    /** Where an attachment goes, once it is known what it is. */
    interface Receiver {
        OutputStream begin(AttachmentInfo info) throws IOException;
    }

    /** @return false when there is no such attachment */
    boolean attachment(int index, Receiver receiver) throws IOException {
        var visitor = new PartWalker.Visitor() {
            private int next;
            private boolean found;

            @Override
            public void visit(Leaf leaf, InputStream content) throws IOException {
                if (leaf.role() == Role.ATTACHMENT && next++ == index) {
                    found = true;
                    try (OutputStream out = receiver.begin(info(index, leaf, -1))) {
                        content.transferTo(out);
                    }
                }
            }

            @Override
            public boolean isDone() {
                return found;
            }
        };
        try (InputStream in = open()) {
            PartWalker.walk(in, visitor);
        }
        return visitor.found;
    }

    private InputStream open() throws IOException {
        return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The pictures within its HTML, by their ids, as URLs that hold them (RFC 2397); what is too much is left out. */
    Map<String, String> pictures() throws IOException {
        Map<String, String> pictures = new HashMap<>();
        int[] room = {MOST_PICTURES};
        try (InputStream in = open()) {
            PartWalker.walk(in, (leaf, content) -> {
                if (leaf.id().isPresent() && SafeHtml.PICTURES.contains(leaf.type())) {
                    byte[] octets = content.readNBytes(room[0] + 1);
                    if (octets.length <= room[0]) {
                        room[0] -= octets.length;
                        pictures.put(
                                leaf.id().get(),
                                "data:" + leaf.type() + ";base64,"
                                        + Base64.getEncoder().encodeToString(octets));
                    }
                }
            });
        }
        return pictures;
    }

    /** An attachment as text, if it is some: a calendar in words, all else as it stands. */
    Optional<String> attachedText(int index) throws IOException {
        int[] next = {0};
        var text = new StringBuilder();
        boolean[] found = {false};
        try (InputStream in = open()) {
            PartWalker.walk(in, (leaf, content) -> {
                if (leaf.role() == Role.ATTACHMENT
                        && next[0]++ == index
                        && leaf.type().startsWith("text/")) {
                    found[0] = true;
                    append(text, leaf, content, new LinkedHashSet<>());
                    if (leaf.type().equals("text/calendar")) {
                        String words = CalendarText.of(text.toString());
                        text.setLength(0);
                        text.append(words);
                    }
                }
            });
        }
        return found[0] ? Optional.of(text.toString()) : Optional.empty();
    }

    private static void append(StringBuilder text, Leaf leaf, InputStream content, Set<String> notes)
            throws IOException {
        int room = MOST_TEXT - text.length();
        byte[] octets = content.readNBytes(Math.max(0, room));
        boolean cut = octets.length == room;
        if (cut) {
            octets = withoutHalf(octets);
        }
        if (octets.length > 0) {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
            text.append(decoded(octets, leaf, notes).replace("\r\n", "\n"));
            if (cut) {
                text.append("\n\u2026");
            }
        }
    }

    /** What calls itself ASCII or UTF-8 often is something else. */
    private static String decoded(byte[] octets, Leaf leaf, Set<String> notes) {
        Optional<Charset> told = leaf.charset()
                .filter(charset ->
                        !charset.equals(StandardCharsets.US_ASCII) && !charset.equals(StandardCharsets.UTF_8));
        if (told.isPresent() && !isUnknown(leaf)) {
            return new String(octets, told.get());
        }
        boolean utf8 = HeaderBlock.isUtf8(octets);
        if (!utf8 || isUnknown(leaf)) {
            notes.add("its text is said to be "
                    + leaf.said().filter(name -> !name.isBlank()).orElse("us-ascii")
                    + (isUnknown(leaf) ? ", which is not known here" : ", and is not")
                    + "; read as " + (utf8 ? "utf-8" : "windows-1252"));
        }
        return HeaderBlock.string(octets);
    }

    private static boolean isUnknown(Leaf leaf) {
        try {
            return leaf.said().filter(name -> !Charset.isSupported(name)).isPresent();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** Without the character that was cut through, where it is one of several octets. */
    private static byte[] withoutHalf(byte[] octets) {
        int end = octets.length;
        while (end > 0 && octets.length - end < 4 && octets[end - 1] < 0) {
            end--;
        }
        return Arrays.copyOf(octets, end);
    }

    private static long length(InputStream content) throws IOException {
        byte[] block = new byte[BLOCK];
        long length = 0;
        int n;
        while ((n = content.read(block)) >= 0) {
            length += n;
        }
        return length;
    }

    private static AttachmentInfo info(int index, Leaf leaf, long size) {
        return new AttachmentInfo(index, harmless(leaf, index), leaf.type(), size);
    }

    /** Nobody's disk is to be written to by a name. */
    private static String harmless(Leaf leaf, int index) {
        Optional<String> name = leaf.name()
                .map(text -> text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "")
                        .replaceAll("[/\\\\:*?\"<>|]", "_")
                        .replaceAll("^[. ]+|[. ]+$", ""))
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() > 150 ? text.substring(text.length() - 150) : text);
        return name.orElseGet(() -> "attachment-" + (index + 1)
                + switch (leaf.type()) {
                    case "message/rfc822" -> ".eml";
                    case "text/calendar" -> ".ics";
                    case "image/png" -> ".png";
                    case "image/jpeg" -> ".jpg";
                    case "image/gif" -> ".gif";
                    case "application/pdf" -> ".pdf";
                    default -> ".bin";
                });
    }
}
