package mailserver.hook;

import com.google.gson.JsonObject;
import java.util.Optional;

/** Somebody who is told of deliveries. */
@FunctionalInterface
interface HookTarget {
    /**
     * Tells of one; may take a minute.
     *
     * @return why it isn't done, in one line; empty when it is
     */
    Optional<String> tell(JsonObject payload) throws InterruptedException;
}
