package mailserver.control;

import java.io.IOException;

/** Answers requests from the control socket, each on a thread of its own. */
@FunctionalInterface
public interface ControlHandler {
    ControlAnswer answer(ControlRequest request) throws IOException;
}
