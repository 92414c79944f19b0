package mailserver.prove;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import mailserver.load.Letter;
import mailserver.load.Sink;
import mailserver.prove.Promise.Copy;

/** A peer that writes down what it takes, and is moody: it puts off, refuses, and drops connections. */
public final class Peer implements Sink.Receiver {
    public static final String DOMAIN = "peer.example";
    /** Nobody by that name there, ever. */
    static final String NOBODY = "nobody@" + DOMAIN;

    /** How it treats its clients. */
    public enum Mood {
        KIND,
        MOODY,
        /** Puts off everything. */
        SHUT
    }

    /**
     * A copy that the peer has taken.
     *
     * @param at just before its 250 was sent
     */
    public record Receipt(String digest, Instant at) {}

    private final Map<Copy, List<Receipt>> receipts = new ConcurrentHashMap<>();
    private volatile Mood mood = Mood.KIND;

    public void setMood(Mood mood) {
        this.mood = mood;
    }

    @Override
    public Optional<String> refusal(String recipient) {
        if (recipient.equals(NOBODY)) {
            return Optional.of("550 5.1.1 no such user");
        }
        return switch (mood) {
            case KIND -> Optional.empty();
            case MOODY ->
                ThreadLocalRandom.current().nextInt(20) == 0 ? Optional.of("450 4.2.1 not now") : Optional.empty();
            case SHUT -> Optional.of("450 4.3.2 closed");
        };
    }

    @Override
    public Sink.Conduct conduct() {
        int dice = mood == Mood.KIND ? 99 : ThreadLocalRandom.current().nextInt(100);
        if (dice < 6) {
            return Sink.Conduct.PUT_OFF;
        }
        return dice < 10 ? Sink.Conduct.DROP_EARLY : dice < 14 ? Sink.Conduct.DROP_LATE : Sink.Conduct.TAKE;
    }

    @Override
    public boolean wantsText() {
        return true;
    }

    @Override
    public void taken(List<String> recipients, String text) {
        var receipt = new Receipt(Letter.digestBelowTrace(text), Instant.now());
        String name = Letter.nameIn(text).orElse("");
        for (String recipient : recipients) {
            receipts.computeIfAbsent(new Copy(name, recipient), key -> new CopyOnWriteArrayList<>())
                    .add(receipt);
        }
    }

    /** The books as they were at some time, of a kind peer. */
    Peer until(Instant time) {
        var then = new Peer();
        receipts.forEach((copy, list) -> {
            List<Receipt> early =
                    list.stream().filter(receipt -> !receipt.at().isAfter(time)).toList();
            if (!early.isEmpty()) {
                then.receipts.put(copy, new CopyOnWriteArrayList<>(early));
            }
        });
        return then;
    }

    List<Receipt> receipts(Copy copy) {
        return receipts.getOrDefault(copy, List.of());
    }
}
