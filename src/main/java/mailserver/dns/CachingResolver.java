package mailserver.dns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.xbill.DNS.Name;

/** Asks nobody twice as long as the first answer lives. Keeps the answers that were asked for last. */
final class CachingResolver implements Resolver {
    /** A few hundred octets each. */
    private static final int MOST = 5000;

    private record Question(Name name, int type) {}

    private record Known(Answer answer, Instant from, Instant end) {
        /** Should the clock be set back, nothing is true for longer. */
        boolean isTrue(Instant now) {
            return !now.isBefore(from) && now.isBefore(end);
        }
    }

    private final Resolver source;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Question, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    CachingResolver(Resolver source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Answer ask(Name name, int type, TimeToLive left) {
        var question = new Question(name, type);
        Optional<Answer> remembered = recall(question);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Answer answer = source.ask(name, type, left);
        if (answer.lifetime().isPositive()) {
            keep(question, answer);
        }
        return answer;
    }

    private Optional<Answer> recall(Question question) {
        Instant now = clock.instant();
        lock.lock();
        try {
            return Optional.ofNullable(known.get(question))
                    .filter(entry -> entry.isTrue(now))
                    .map(Known::answer);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Question question, Answer answer) {
        Instant now = clock.instant();
        lock.lock();
        try {
            known.put(question, new Known(answer, now, now.plus(answer.lifetime())));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }
}
