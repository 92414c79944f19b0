package mailserver.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses that differ a little from each other, so that what failed together is not tried again together. */
@FunctionalInterface
public interface Jitter {
    /** Pauses as they are. */
    Jitter NONE = pause -> pause;

    Duration of(Duration pause);

    /** A tenth up or down. */
    static Jitter by(RandomGenerator random) {
        return pause -> Duration.ofMillis(Math.round(pause.toMillis() * random.nextDouble(0.9, 1.1)));
    }
}
