package mailserver.server;

import java.time.InstantSource;
import java.util.function.Function;
import mailserver.wire.Transcript;

/**
 * What the one who starts a server may choose beside its settings.
 *
 * @param clock       for everything that is dated or scheduled; sockets keep real time
 * @param transcripts makes the listener to each conversation, from a label such as {@code smtp 192.0.2.1:4711}
 */
public record ServerOptions(InstantSource clock, Function<String, Transcript> transcripts) {
    public static final ServerOptions DEFAULT = new ServerOptions(InstantSource.system(), label -> Transcript.NONE);

    public ServerOptions withTranscripts(Function<String, Transcript> others) {
        return new ServerOptions(clock, others);
    }

    public ServerOptions withClock(InstantSource other) {
        return new ServerOptions(other, transcripts);
    }
}
