package mailserver.web.mailbox;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import mailserver.account.Account;
import mailserver.mail.Address;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.Folders;
import mailserver.mailbox.MailboxReader;
import mailserver.mailbox.MessageSummary;
import mailserver.server.MailServer;
import mailserver.store.Maildir;
import mailserver.web.http.Authentication;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/** Finds what a request's address names, for those who may look at it. */
public final class Mailboxes {
    private static final String LATEST = "latest";

    private final MailServer server;
    private final Authentication authentication;
    private final MailboxReader.Memory memory;

    public Mailboxes(MailServer server, Authentication authentication, MailboxReader.Memory memory) {
        this.server = server;
        this.authentication = authentication;
        this.memory = memory;
    }

    /** As the account writes it; of an address without an account, as it is asked for. Whether the folder is there is not looked at. */
    static Path folder(MailServer server, Address address) {
        Address written =
                server.settings().accounts().find(address).map(Account::address).orElse(address);
        return Maildir.of(server.files().maildir(), written).folder();
    }

    Folders folders(ServerRequest request) {
        Address address = Parameters.mailbox(request);
        authentication.caller(request).mayRead(address);
        return new Folders(folder(server, address));
    }

    /** The folder that the request names, which is the inbox where it names none. */
    MailboxReader reader(ServerRequest request) {
        return reader(folders(request), Parameters.text(request, "folder").orElse(Folders.INBOX));
    }

    MailboxReader reader(Folders folders, String name) {
        return new MailboxReader(folder(folders, name), memory);
    }

    static Path folder(Folders folders, String name) {
        return folders.path(name).orElseThrow(() -> Problem.badRequest("\"" + name + "\" is not a folder"));
    }

    /** By its id, or the latest that holds the conditions. */
    static MessageSummary message(ServerRequest request, MailboxReader mailbox) throws IOException {
        String id = request.path().pathParameters().get("id");
        return (id.equals(LATEST) ? mailbox.latest(conditions(request)) : mailbox.find(id))
                .orElseThrow(() -> id.equals(LATEST) ? Problem.notFound("no such message is there") : gone(id));
    }

    static Problem gone(String id) {
        return Problem.notFound("there is no message " + id + " in this mailbox");
    }

    static Conditions conditions(ServerRequest request) {
        return new Conditions(
                Parameters.text(request, "from"),
                Parameters.text(request, "to"),
                Parameters.text(request, "subject"),
                Parameters.text(request, "text"),
                Parameters.time(request, "since"));
    }
}
