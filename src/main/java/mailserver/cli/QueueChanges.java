package mailserver.cli;

import java.io.IOException;
import mailserver.queue.QueueRunner;
import mailserver.server.ControlAnswer;
import mailserver.server.ControlRequest.QueueChange;

/** Makes the changes to single messages that came over the control socket. */
final class QueueChanges {
    private final QueueRunner queue;

    QueueChanges(QueueRunner queue) {
        this.queue = queue;
    }

    ControlAnswer answer(QueueChange change) throws IOException {
        String id = change.id();
        boolean known = switch (change.verb()) {
            case RETRY -> queue.retry(id);
            case HOLD -> queue.hold(id);
            case RELEASE -> queue.release(id);
            case REMOVE -> queue.remove(id);
        };
        return known
                ? ControlAnswer.ok(id + " " + change.verb().done())
                : ControlAnswer.error("there is no message " + id + " in the queue");
    }
}
