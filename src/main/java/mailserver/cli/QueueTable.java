package mailserver.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;

/** The queue as a table for people: a row for each recipient that still waits. */
final class QueueTable {
    private static final List<String> HEAD = List.of("ID", "AGE", "SENDER", "RECIPIENT", "TRIES", "STATE");

    private QueueTable() {}

    /** @param running whether a server is there to try anything */
    static List<String> of(List<QueueEntry> entries, boolean running, Instant now) {
        if (entries.isEmpty()) {
            return List.of("the queue is empty");
        }
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        for (QueueEntry entry : entries) {
            for (RecipientState recipient : entry.recipients()) {
                rows.add(List.of(
                        entry.id(),
                        Times.text(Duration.between(entry.arrived(), now)),
                        entry.sender().toString(),
                        recipient.address().toString(),
                        String.valueOf(recipient.tries()),
                        state(entry, recipient, running, now)));
            }
        }
        List<String> lines = aligned(rows);
        lines.add(entries.size() == 1 ? "1 message" : entries.size() + " messages");
        return lines;
    }

    private static String state(QueueEntry entry, RecipientState recipient, boolean running, Instant now) {
        String status = recipient.status().name().toLowerCase(Locale.ROOT);
        String state = switch (recipient.status()) {
            case WAITING -> entry.held() ? "held" : waiting(entry, recipient, now);
            case TRYING -> running ? status : "was being tried";
            case RELAYED -> "relayed, the report is due";
            case DELIVERED, RETURNED, SILENT, LOST -> status;
        };
        String why = recipient
                .lastReply()
                .map(reply -> String.join(" ", reply.wireLines()))
                .orElse(recipient.lastError());
        return why.isEmpty() ? state : state + "; " + why;
    }

    private static String waiting(QueueEntry entry, RecipientState recipient, Instant now) {
        // Its sender wants it held back (RFC 4865); nobody else is to be blamed for it.
        String what = entry.since().isAfter(now) ? "to be sent " : "next try ";
        return what + when(recipient.nextTry(), now);
    }

    private static String when(Instant time, Instant now) {
        return time.isAfter(now) ? "in " + Times.text(Duration.between(now, time)) : "now";
    }

    /** The last column is as wide as it likes. */
    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[HEAD.size() - 1];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.append(row.getLast()).toString());
        }
        return lines;
    }
}
