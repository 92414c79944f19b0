package mailserver.prove;

import java.util.List;

/** All faults that {@code bin/prove faults} makes, a row each. */
final class Faults {
    /**
     * One kind of trouble.
     *
     * @param id   for {@code --fault}
     * @param what it is, in words
     */
    record Fault(String id, String what, Trial trial) {}

    interface Trial {
        /** @param stage with a home of its own, and no server yet */
        Verdict run(Stage stage) throws Exception;
    }

    /** What a trial came to. */
    sealed interface Verdict {
        /** @param during what clients were told meanwhile
         *  @param after  how it went on */
        record Held(String during, String after) implements Verdict {}

        record Skipped(String why) implements Verdict {}

        record Broken(List<String> faults) implements Verdict {}
    }

    private Faults() {}

    static List<Fault> all() {
        return List.of(
                new Fault("disk-full", "the disk is full", DiskTrials::full),
                new Fault("read-only", "the mail folders are remounted read-only", DiskTrials::readOnly),
                new Fault(
                        "unwritable", "mailbox and queue folders lose their write permission", DiskTrials::unwritable),
                new Fault("handles", "more connections than file handles", CrowdTrials::handles),
                new Fault("clock", "the clock jumps an hour ahead, and two back", OutsideTrials::clock),
                new Fault("peer", "the peer is gone, silent, closed, drops connections", OutsideTrials::peer),
                new Fault("connections", "10,000 open connections", CrowdTrials::connections),
                new Fault("memory", "256 MB of memory, with 40 large messages at once", CrowdTrials::memory));
    }
}
