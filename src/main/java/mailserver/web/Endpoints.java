package mailserver.web;

import io.helidon.webserver.http.HttpRouting;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import mailserver.account.signin.SignIns;
import mailserver.mailbox.MailboxReader;
import mailserver.server.MailServer;
import mailserver.web.admin.CareRoutes;
import mailserver.web.admin.EventRoutes;
import mailserver.web.admin.FaultRoutes;
import mailserver.web.admin.JourneyRoutes;
import mailserver.web.admin.MetricsRoutes;
import mailserver.web.admin.QueueRoutes;
import mailserver.web.admin.StatusRoutes;
import mailserver.web.admin.TranscriptRoutes;
import mailserver.web.http.Authentication;
import mailserver.web.http.OriginGuard;
import mailserver.web.http.Problem;
import mailserver.web.http.RequestLimiter;
import mailserver.web.mailbox.AwaitRoute;
import mailserver.web.mailbox.DraftRoutes;
import mailserver.web.mailbox.FolderRoutes;
import mailserver.web.mailbox.MailboxRoutes;
import mailserver.web.mailbox.Mailboxes;
import mailserver.web.mailbox.SearchRoute;
import mailserver.web.mailbox.SubmitRoute;
import mailserver.web.mailbox.ViewRoutes;
import mailserver.web.page.AutoconfigRoute;
import mailserver.web.page.PageRoutes;
import mailserver.web.page.SignInRoutes;

/** Everything that is to be had, in one list. */
final class Endpoints {
    private static final String MAILBOX = "/api/v1/mailboxes/{a}";
    private static final String MESSAGES = MAILBOX + "/messages";
    private static final String MESSAGE = MESSAGES + "/{id}";
    private static final String QUEUED = "/api/v1/queue/{queue_id}";

    private final OriginGuard originGuard;
    private final RequestLimiter requestLimiter;
    private final MailboxRoutes mailboxes;
    private final FolderRoutes folders;
    private final SearchRoute search;
    private final ViewRoutes view;
    private final DraftRoutes drafts;
    private final AwaitRoute await;
    private final SubmitRoute submit;
    private final QueueRoutes queue;
    private final TranscriptRoutes transcripts;
    private final EventRoutes events;
    private final FaultRoutes faults;
    private final StatusRoutes status;
    private final CareRoutes care;
    private final JourneyRoutes journeys;
    private final MetricsRoutes metrics;
    private final SignInRoutes signIn;
    private final AutoconfigRoute autoconfig;
    private final PageRoutes page;

    Endpoints(
            MailServer server,
            WebInterface.Access access,
            Supplier<List<MailServer>> servers,
            MailboxReader.Memory memory) {
        var signIns = new SignIns(server.files().signIns(), InstantSource.system());
        var authentication = new Authentication(server, signIns, access == WebInterface.Access.OPEN_ON_LOOPBACK);
        var found = new Mailboxes(server, authentication, memory);
        this.originGuard = new OriginGuard(server);
        this.requestLimiter = new RequestLimiter(server);
        this.mailboxes = new MailboxRoutes(found);
        this.folders = new FolderRoutes(found);
        this.search = new SearchRoute(found);
        this.view = new ViewRoutes(found);
        this.drafts = new DraftRoutes(server, found);
        this.await = new AwaitRoute(server, authentication, memory);
        this.submit = new SubmitRoute(server, authentication, memory);
        this.queue = new QueueRoutes(server, authentication);
        this.transcripts = new TranscriptRoutes(server, authentication);
        this.events = new EventRoutes(server, authentication);
        this.faults = new FaultRoutes(server, authentication);
        this.status = new StatusRoutes(server, authentication);
        this.care = new CareRoutes(server, authentication);
        this.journeys = new JourneyRoutes(authentication, servers);
        this.metrics = new MetricsRoutes(server, authentication);
        this.signIn = new SignInRoutes(server, authentication, signIns);
        this.autoconfig = new AutoconfigRoute(server);
        this.page = new PageRoutes();
    }

    HttpRouting.Builder add(HttpRouting.Builder routing) {
        return routing.addFilter(originGuard)
                .addFilter(requestLimiter)
                .get(MESSAGES, mailboxes::list)
                .get(MESSAGE, mailboxes::show)
                .get(MESSAGE + "/raw", mailboxes::raw)
                .get(MESSAGE + "/attachments/{n}", mailboxes::attachment)
                .get(MESSAGE + "/html", view::html)
                .get(MESSAGE + "/attachments/{n}/preview", view::preview)
                .post(MESSAGE + "/move", folders::move)
                .delete(MESSAGE, mailboxes::delete)
                .patch(MESSAGE, mailboxes::change)
                .get(MAILBOX + "/folders", folders::list)
                .get(MAILBOX + "/threads", folders::threads)
                .get(MAILBOX + "/search", search::search)
                .post(MAILBOX + "/drafts", drafts::save)
                .get(MAILBOX + "/await", await::await)
                .post("/api/v1/messages", submit::submit)
                .get("/api/v1/queue", queue::list)
                .get(QUEUED, queue::show)
                .post(QUEUED + "/{order}", queue::change)
                .get("/api/v1/hops", queue::hops)
                .post("/api/v1/hops/{domain}/{order}", queue::route)
                .get("/api/v1/transcripts/{queue_id}", transcripts::show)
                .get("/api/v1/journeys/{queue_id}", journeys::journey)
                .get("/api/v1/lab", journeys::lab)
                .get("/api/v1/lab/events", journeys::stream)
                .get("/api/v1/history", care::history)
                .get("/api/v1/doctor", care::doctor)
                .get("/api/v1/explain", care::explain)
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
                .get("/api/v1/session", signIn::show)
                .post("/api/v1/session", signIn::signIn)
                .delete("/api/v1/session", signIn::signOut)
                .get("/api/v1/sign-ins", signIn::list)
                .delete("/api/v1/sign-ins/{id}", signIn::revoke)
                .get("/.well-known/autoconfig/mail/config-v1.1.xml", autoconfig::config)
                .get("/mail/config-v1.1.xml", autoconfig::config)
                .get("/assets/{name}", page::asset)
                .get("/", page::page)
                .get("/{page:mail|write|journey|queue|server|setup}", page::page)
                .get("/{page:mail|journey}/*", page::page)
                .any((request, response) -> {
                    throw Problem.notFound(
                            "there is nothing at " + request.prologue().method().text() + " "
                                    + request.path().path());
                });
    }

    /** Ends what waits. */
    void stop() {
        await.stop();
        search.stop();
        journeys.stop();
        events.stop();
        status.stop();
    }
}
