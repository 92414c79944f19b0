package mailserver.cli.queue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import mailserver.control.ControlAnswer;
import mailserver.control.ControlRequest.OfQueue;
import mailserver.control.ControlRequest.QueueChange;
import mailserver.control.ControlRequest.QueuePause;
import mailserver.control.ControlRequest.QueueResume;
import mailserver.queue.QueueOrder;
import mailserver.queue.Selection;
import mailserver.queue.runner.QueueRunner;

/** Does what was asked of the queue, and says what was done; the same with a server and without. */
public final class QueueChanges {
    private final QueueRunner queue;
    private final boolean running;

    public QueueChanges(QueueRunner queue, boolean running) {
        this.queue = queue;
        this.running = running;
    }

    public ControlAnswer answer(OfQueue request) throws IOException {
        return switch (request) {
            case QueueChange(QueueOrder order, Selection which) -> change(order, which);
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

    private ControlAnswer change(QueueOrder order, Selection which) throws IOException {
        int count = queue.change(order, which);
        return switch (which) {
            case Selection.Id(String id) ->
                count == 1
                        ? ControlAnswer.ok(id + " is " + done(order))
                        : ControlAnswer.error("there is no message " + id + " in the queue that could be "
                                + order.done().replaceFirst(" now$", ""));
            case Selection.All all -> several(order, count);
            case Selection.To to -> several(order, count);
            case Selection.Below below -> several(order, count);
            case Selection.From from -> several(order, count);
            case Selection.FromNobody nobody -> several(order, count);
        };
    }

    private ControlAnswer several(QueueOrder order, int count) {
        return ControlAnswer.ok(
                List.of("%d %s %s".formatted(count, count == 1 ? "message is" : "messages are", done(order))));
    }

    private String done(QueueOrder order) {
        return order == QueueOrder.RETRY && !running
                ? "tried as soon as a server runs"
                : order.done().toLowerCase(Locale.ROOT);
    }
}
