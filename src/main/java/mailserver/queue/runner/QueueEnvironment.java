package mailserver.queue.runner;

import java.time.InstantSource;
import mailserver.event.EventSink;
import mailserver.mail.MessageIds;
import mailserver.queue.Jitter;
import mailserver.queue.NextHop;
import mailserver.queue.NextHops;
import mailserver.queue.delivery.AttemptObserver;
import mailserver.queue.delivery.DeliveryAgent;
import mailserver.queue.delivery.ReportSender;

/** What the queue needs of the server around it. */
public record QueueEnvironment(
        NextHops hops,
        DeliveryAgent agent,
        ReportSender reportSender,
        Jitter jitter,
        AttemptObserver observer,
        EventSink events) {
    /** Nobody listens. */
    public QueueEnvironment(NextHops hops, DeliveryAgent agent, ReportSender reportSender, Jitter jitter) {
        this(hops, agent, reportSender, jitter, AttemptObserver.NONE, EventSink.NONE);
    }

    /** For a queue that doesn't run: nobody is asked the way, and nobody sent out. */
    static final QueueEnvironment NONE =
            new QueueEnvironment(recipient -> nothing(), new NoDelivery(), noReporter(), Jitter.NONE);

    private static ReportSender noReporter() {
        var clock = InstantSource.system();
        return new ReportSender((envelope, message) -> nothing(), "localhost", new MessageIds(clock), clock);
    }

    private static <T> T nothing() {
        throw new IllegalStateException("this queue does not run");
    }

    private static final class NoDelivery implements DeliveryAgent {
        @Override
        public ConnectResult connect(NextHop hop) {
            return nothing();
        }

        @Override
        public boolean answers(NextHop hop) {
            return nothing();
        }
    }
}
