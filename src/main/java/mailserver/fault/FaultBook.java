package mailserver.fault;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The rules that hold now, in the order in which they were added; the first that fits counts. In memory: a restart forgets them. */
public final class FaultBook {
    /** A rule and what has become of it. @param matched how often it fitted, also when it was not its turn */
    public record Entry(int number, FaultRule rule, int matched, int applied) {
        public JsonObject json() {
            var json = new JsonObject();
            json.addProperty("number", number);
            json.addProperty("rule", rule.text());
            json.addProperty("matched", matched);
            json.addProperty("applied", applied);
            return json;
        }
    }

    private static final class Counted {
        private final int number;
        private final FaultRule rule;
        private int matched;
        private int applied;

        Counted(int number, FaultRule rule) {
            this.number = number;
            this.rule = rule;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final List<Counted> rules = new ArrayList<>();
    private int last;

    /** @return its number */
    public int add(FaultRule rule) {
        lock.lock();
        try {
            rules.add(new Counted(++last, rule));
            return last;
        } finally {
            lock.unlock();
        }
    }

    public List<Entry> list() {
        lock.lock();
        try {
            return rules.stream()
                    .map(one -> new Entry(one.number, one.rule, one.matched, one.applied))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** @return how many there were */
    public int clear() {
        lock.lock();
        try {
            int count = rules.size();
            rules.clear();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** What goes wrong now, if anything; counted. */
    Optional<FaultAction> at(boolean pop3, String verb, Collection<String> arguments, InetAddress client) {
        lock.lock();
        try {
            for (Counted one : rules) {
                if (one.rule.concerns(pop3, verb, client) && one.rule.fits(arguments)) {
                    one.matched++;
                    if (one.matched > one.rule.after() && one.applied < one.rule.times()) {
                        one.applied++;
                        return Optional.of(one.rule.action());
                    }
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** What goes wrong at the end of a message. @param recipients it is for */
    public Optional<FaultAction> atDot(Collection<String> recipients, InetAddress client) {
        return at(false, FaultRule.DOT, recipients, client);
    }
}
