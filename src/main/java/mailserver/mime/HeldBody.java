package mailserver.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Holds the start of a body until it can be told how to write it. */
final class HeldBody implements BodyWriter {
    /** Octets held at the most. */
    static final int MOST = 128 * 1024;

    /** Says how to write what was held and what may follow, which both are written by the one who asks. */
    interface Choice {
        /** The body is complete. */
        BodyWriter whole(byte[] body) throws IOException;

        /** There is more of it than can be held. */
        BodyWriter beginning(byte[] start) throws IOException;
    }

    private sealed interface State {
        record Holding(ByteArrayOutputStream octets, Choice choice) implements State {}

        record Chosen(BodyWriter writer) implements State {}
    }

    private State state;

    HeldBody(Choice choice) {
        this.state = new State.Holding(new ByteArrayOutputStream(), choice);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        switch (state) {
            case State.Chosen(BodyWriter writer) -> writer.write(octets, offset, length);
            case State.Holding(ByteArrayOutputStream held, Choice choice) -> {
                held.write(octets, offset, length);
                if (held.size() > MOST) {
                    byte[] start = held.toByteArray();
                    choose(choice.beginning(start), start);
                }
            }
        }
    }

    @Override
    public void end() throws IOException {
        complete().end();
    }

    @Override
    public void endOfInput() throws IOException {
        complete().endOfInput();
    }

    private BodyWriter complete() throws IOException {
        return switch (state) {
            case State.Chosen(BodyWriter writer) -> writer;
            case State.Holding(ByteArrayOutputStream held, Choice choice) -> {
                byte[] body = held.toByteArray();
                yield choose(choice.whole(body), body);
            }
        };
    }

    private BodyWriter choose(BodyWriter writer, byte[] held) throws IOException {
        state = new State.Chosen(writer);
        writer.write(held, 0, held.length);
        return writer;
    }
}
