package mailserver.web;

import io.helidon.webserver.http.HttpRouting;
import mailserver.mailbox.MailboxReader;
import mailserver.server.MailServer;

/** Everything that is to be had, in one list. */
final class Endpoints {
    private static final String MESSAGES = "/api/v1/mailboxes/{a}/messages";
    private static final String MESSAGE = MESSAGES + "/{id}";
    private static final String QUEUED = "/api/v1/queue/{queue_id}";

    private final OriginGuard originGuard;
    private final RequestLimiter requestLimiter;
    private final MailboxRoutes mailboxes;
    private final AwaitRoute await;
    private final SubmitRoute submit;
    private final QueueRoutes queue;
    private final TranscriptRoutes transcripts;
    private final EventRoutes events;
    private final FaultRoutes faults;
    private final StatusRoutes status;
    private final MetricsRoutes metrics;

    Endpoints(MailServer server, WebInterface.Access access, MailboxReader.Memory memory) {
        var authentication = new Authentication(server, access == WebInterface.Access.OPEN_ON_LOOPBACK);
        this.originGuard = new OriginGuard(server);
        this.requestLimiter = new RequestLimiter(server);
        this.mailboxes = new MailboxRoutes(server, authentication, memory);
        this.await = new AwaitRoute(server, authentication, memory);
        this.submit = new SubmitRoute(server, authentication);
        this.queue = new QueueRoutes(server, authentication);
        this.transcripts = new TranscriptRoutes(server, authentication);
        this.events = new EventRoutes(server, authentication);
        this.faults = new FaultRoutes(server, authentication);
        this.status = new StatusRoutes(server, authentication);
        this.metrics = new MetricsRoutes(server, authentication);
    }

    HttpRouting.Builder add(HttpRouting.Builder routing) {
        return routing.addFilter(originGuard)
                .addFilter(requestLimiter)
                .get(MESSAGES, mailboxes::list)
                .get(MESSAGE, mailboxes::show)
                .get(MESSAGE + "/raw", mailboxes::raw)
                .get(MESSAGE + "/attachments/{n}", mailboxes::attachment)
                .delete(MESSAGE, mailboxes::delete)
                .patch(MESSAGE, mailboxes::change)
                .get("/api/v1/mailboxes/{a}/await", await::await)
                .post("/api/v1/messages", submit::submit)
                .get("/api/v1/queue", queue::list)
                .get(QUEUED, queue::show)
                .post(QUEUED + "/{order}", queue::change)
                .get("/api/v1/hops", queue::hops)
                .post("/api/v1/hops/{domain}/{order}", queue::route)
                .get("/api/v1/transcripts/{queue_id}", transcripts::show)
                .get("/api/v1/events", events::stream)
                .get("/api/v1/faults", faults::list)
                .post("/api/v1/faults", faults::add)
                .delete("/api/v1/faults", faults::clear)
                .get("/api/v1/status", status::status)
                .get("/api/v1/sessions", status::sessions)
                .get("/api/v1/accounts", status::accounts)
                .get("/api/v1/openapi.json", status::openApi)
                .get("/metrics", metrics::metrics)
                .get("/healthz", status::health)
                .head("/healthz", status::health)
                .get("/readyz", status::ready)
                .head("/readyz", status::ready)
                .any((request, response) -> {
                    throw Problem.notFound(
                            "there is nothing at " + request.prologue().method().text() + " "
                                    + request.path().path());
                });
    }

    /** Ends what waits. */
    void stop() {
        await.stop();
        events.stop();
        status.stop();
    }
}
