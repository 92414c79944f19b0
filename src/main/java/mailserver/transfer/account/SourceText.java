package mailserver.transfer.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.config.file.TextLines;

/** The lines of another server's file. */
final class SourceText {
    /** A line and its number, from 1. */
    record Line(int number, String text) {}

    private SourceText() {}

    /** Its lines one by one. Files older than UTF-8 have names of people in Latin 1, which says nothing against the rest. */
    static List<Line> lines(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        for (byte octet : octets) {
            if (octet == 0) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "is no text; Postfix makes one of its tables with \"postmap -s\" and \"postalias -s\"");
            }
        }
        List<String> texts = TextLines.withoutMark(decode(octets)).lines().toList();
        var lines = new ArrayList<Line>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            lines.add(new Line(i + 1, texts.get(i)));
        }
        return lines;
    }

    /** Its logical lines, as postmap(1) has them: blank lines and comments are none, and one that begins with white space goes on. */
    static List<Line> logicalLines(Path file) throws IOException {
        var logical = new ArrayList<Line>();
        for (Line line : lines(file)) {
            String text = line.text();
            if (text.isBlank() || text.stripLeading().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(text.charAt(0)) && !logical.isEmpty()) {
                Line begun = logical.removeLast();
                logical.add(new Line(begun.number(), begun.text() + " " + text.strip()));
            } else {
                logical.add(new Line(line.number(), text.strip()));
            }
        }
        return logical;
    }

    private static String decode(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }
}
