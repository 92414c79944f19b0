package mailserver.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import mailserver.queue.Change;
import mailserver.queue.QueueRunner;
import mailserver.queue.Selection;
import mailserver.server.ControlAnswer;
import mailserver.server.ControlRequest.OfQueue;
import mailserver.server.ControlRequest.QueueChange;
import mailserver.server.ControlRequest.QueuePause;
import mailserver.server.ControlRequest.QueueResume;

/** Does what was asked of the queue, and says what was done; the same with a server and without. */
final class QueueChanges {
    private final QueueRunner queue;
    private final boolean running;

    QueueChanges(QueueRunner queue, boolean running) {
        this.queue = queue;
        this.running = running;
    }

    ControlAnswer answer(OfQueue request) throws IOException {
        return switch (request) {
            case QueueChange(Change change, Selection which) -> change(change, which);
            case QueuePause(String domain) -> {
                queue.pause(domain);
                yield ControlAnswer.ok("mail for " + domain + " stays here until it is resumed");
            }
            case QueueResume(String domain) ->
                queue.resume(domain)
                        ? ControlAnswer.ok("mail for " + domain + " goes out again")
                        : ControlAnswer.error("mail for " + domain + " is not paused");
        };
    }

    private ControlAnswer change(Change change, Selection which) throws IOException {
        int count = queue.change(change, which);
        return switch (which) {
            case Selection.Id(String id) ->
                count == 1
                        ? ControlAnswer.ok(id + " is " + done(change))
                        : ControlAnswer.error("there is no message " + id + " in the queue that could be "
                                + change.done().replaceFirst(" now$", ""));
            case Selection.All all -> several(change, count);
            case Selection.To to -> several(change, count);
            case Selection.Below below -> several(change, count);
            case Selection.From from -> several(change, count);
            case Selection.FromNobody nobody -> several(change, count);
        };
    }

    private ControlAnswer several(Change change, int count) {
        return ControlAnswer.ok(
                List.of("%d %s %s".formatted(count, count == 1 ? "message is" : "messages are", done(change))));
    }

    private String done(Change change) {
        return change == Change.RETRY && !running
                ? "tried as soon as a server runs"
                : change.done().toLowerCase(Locale.ROOT);
    }
}
