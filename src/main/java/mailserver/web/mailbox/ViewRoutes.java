package mailserver.web.mailbox;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import mailserver.mailbox.AttachmentInfo;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageSummary;
import mailserver.web.http.EncodedFileName;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/**
 * What a message has to show, made harmless: its HTML for a frame, and attachments that can be looked at. It was written by anybody, so
 * none of it may run, send a form, or fetch anything that its reader has not asked for.
 */
public final class ViewRoutes {
    /** No SVG, which is a program. */
    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");

    private static final String NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'self'; style-src 'unsafe-inline'; img-src data:";
    /** Links open windows of their own, which are none of this page's. */
    private static final String SANDBOX = "; sandbox allow-popups allow-popups-to-escape-sandbox";

    private final Mailboxes mailboxes;

    public ViewRoutes(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    public void html(ServerRequest request, ServerResponse response) throws IOException {
        boolean remote = Parameters.truth(request, "remote");
        MailboxReader mailbox = mailboxes.reader(request);
        MessageSummary message = Mailboxes.message(request, mailbox);
        String html = mailbox.html(message, remote).orElseThrow(() -> Mailboxes.gone(message.id()));
        response.header("Content-Security-Policy", NOTHING + (remote ? " https: http:" : "") + SANDBOX);
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.send(html.getBytes(StandardCharsets.UTF_8));
    }

    /** Pictures as they are, text as text, calendars in words; anything else can be downloaded only. */
    public void preview(ServerRequest request, ServerResponse response) throws IOException {
        MailboxReader mailbox = mailboxes.reader(request);
        MessageSummary message = Mailboxes.message(request, mailbox);
        String written = request.path().pathParameters().get("n");
        int index = written.matches("\\d{1,6}") ? Integer.parseInt(written) : -1;
        response.header("Content-Security-Policy", NOTHING + "; sandbox");
        AttachmentInfo attachment = mailbox.parse(message).stream()
                .flatMap(parsed -> parsed.attachments().stream())
                .filter(info -> info.index() == index)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("the message has no attachment " + written));
        if (attachment.type().startsWith("text/")) {
            String text = mailbox.attachedText(message, index).orElseThrow(() -> Mailboxes.gone(message.id()));
            response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.send(text.getBytes(StandardCharsets.UTF_8));
        } else if (PICTURES.contains(attachment.type())) {
            mailbox.attachment(message, index, info -> {
                response.header(HeaderNames.CONTENT_TYPE, info.type());
                response.header("Content-Disposition", "inline; " + EncodedFileName.of(info.name()));
                return response.outputStream();
            });
        } else {
            throw Problem.of(415, "Unsupported Media Type", attachment.type() + " is not shown here; download it");
        }
    }
}
