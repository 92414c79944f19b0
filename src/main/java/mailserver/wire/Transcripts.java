package mailserver.wire;

/** Several who see the same conversation. */
public record Transcripts(Transcript one, Transcript other) implements Transcript {
    /** The other alone, where the one looks away. */
    public static Transcript both(Transcript one, Transcript other) {
        return one == NONE ? other : other == NONE ? one : new Transcripts(one, other);
    }

    // Not wantsMessages(): TranscriptLines gives each of them what it wants.

    @Override
    public void secured(String agreed) {
        one.secured(agreed);
        other.secured(agreed);
    }

    @Override
    public void begins(String id) {
        one.begins(id);
        other.begins(id);
    }

    @Override
    public void ends(boolean taken, String outcome) {
        one.ends(taken, outcome);
        other.ends(taken, outcome);
    }

    @Override
    public void over() {
        one.over();
        other.over();
    }

    @Override
    public void received(String line) {
        one.received(line);
        other.received(line);
    }

    @Override
    public void sent(String line) {
        one.sent(line);
        other.sent(line);
    }
}
