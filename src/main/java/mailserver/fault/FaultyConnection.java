package mailserver.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.wire.Interference;
import mailserver.wire.Transcript;

/** Comes between a client and its session as the rules say. For the session's thread. */
public final class FaultyConnection implements Interference {
    private static final Pattern PATH = Pattern.compile("<([^>]*)>");
    /** What is no reply of any protocol. */
    private static final String GARBAGE = "\u00ef\u00bb\u00bf%&/()=? this is no reply\r\n";

    private final FaultBook book;
    private final boolean pop3;
    private final InetAddress client;
    private final Transcript transcript;
    private Optional<FaultAction> next = Optional.empty();
    private long octetsPerSecond;

    /** @param transcript sees what the session doesn't */
    public FaultyConnection(FaultBook book, boolean pop3, InetAddress client, Transcript transcript) {
        this.book = book;
        this.pop3 = pop3;
        this.client = client;
        this.transcript = transcript;
    }

    /**
     * A client has come, and is about to be greeted.
     *
     * @return what it hears in place of that, before it is cut off
     */
    public Optional<String> connected() {
        return arm(book.at(pop3, FaultRule.CONNECT, List.of(""), client));
    }

    @Override
    public Optional<String> heard(String line) {
        String word = line.strip().split("[\\s:]", 2)[0].toLowerCase(Locale.ROOT);
        String argument = line.strip().substring(word.length()).strip();
        Matcher path = PATH.matcher(argument);
        Optional<String> reply = arm(book.at(pop3, word, List.of(path.find() ? path.group(1) : argument), client));
        reply.ifPresent(text -> {
            transcript.received(line);
            transcript.sent(text.stripTrailing());
        });
        return reply;
    }

    /** What will go wrong with the answer to what is being done. */
    public void willFail(FaultAction action) {
        next = Optional.of(action);
    }

    private Optional<String> arm(Optional<FaultAction> action) {
        if (action.isPresent() && action.get() instanceof FaultAction.Reply(String line)) {
            return Optional.of(line + "\r\n");
        }
        next = action;
        return Optional.empty();
    }

    @Override
    public Sending sending() throws IOException {
        if (next.isEmpty()) {
            return new Sending(Optional.empty(), octetsPerSecond);
        }
        switch (next.get()) {
            case FaultAction.Delay(var time) -> {
                next = Optional.empty();
                LockSupport.parkNanos(time.toNanos());
            }
            case FaultAction.Slow(long pace) -> {
                next = Optional.empty();
                octetsPerSecond = pace;
            }
            case FaultAction.Drop(boolean after) -> {
                if (!after) {
                    throw new IOException("cut off on purpose, before the reply");
                }
            }
            case FaultAction.Garble garble -> {
                next = Optional.empty();
                return new Sending(Optional.of(GARBAGE), octetsPerSecond);
            }
            case FaultAction.BreakTls tls -> {
                // The reply goes out, and the handshake finds nobody.
            }
            case FaultAction.Reply reply -> next = Optional.empty();
            case FaultAction.DiskFull full -> next = Optional.empty();
        }
        return new Sending(Optional.empty(), octetsPerSecond);
    }

    @Override
    public void sent() throws IOException {
        if (next.isPresent()
                && (next.get() instanceof FaultAction.Drop || next.get() instanceof FaultAction.BreakTls)) {
            throw new IOException("cut off on purpose, behind the reply");
        }
    }
}
