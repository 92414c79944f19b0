package mailserver.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Function;
import mailserver.mail.Address;
import mailserver.store.Maildrop;
import mailserver.store.Maildrop.Message;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/**
 * The client has its maildrop for itself and works on it (RFC 1939 §5); QUIT alone makes its deletions true (§6).
 *
 * @param user    the name as it was given
 * @param account whose maildrop it is
 */
record Transaction(Client client, String user, Address account, Maildrop maildrop) implements State {
    /** What is done with a message that was found. */
    @FunctionalInterface
    private interface Action {
        void on(Message message) throws IOException;
    }

    /** What is done with the content of a message. */
    @FunctionalInterface
    private interface Sender {
        void send(InputStream content) throws IOException;
    }

    @Override
    public State handle(Command command) throws IOException {
        ReplyWriter replies = client.replies();
        switch (command) {
            case Command.Stat() -> replies.okData(maildrop.count() + " " + maildrop.totalWireBytes());
            case Command.List(Optional<String> number) -> list(number, message -> Long.toString(message.wireBytes()));
            case Command.Uidl(Optional<String> number) -> list(number, Message::uid);
            case Command.Retr(String number) ->
                find(number, message -> open(message, content -> replies.message(message.wireBytes(), content)));
            case Command.Top(String number, long lines) ->
                find(number, message -> open(message, content -> replies.top(lines, content)));
            case Command.Dele(String number) -> find(number, this::delete);
            case Command.Rset() -> {
                maildrop.unmarkAll();
                replies.ok();
            }
            case Command.Noop() -> replies.ok();
            case Command.Capa() -> client.tellCapabilities(Optional.of(account));
            case Command.Lang(Optional<String> range) -> client.language(range);
            case Command.ToLogIn late -> replies.mistake(new ReplyText.LoggedInAlready());
            case Command.Malformed(ReplyText problem) -> replies.mistake(problem);
            case Command.Quit() -> {
                update();
                return new Finished();
            }
        }
        return this;
    }

    void welcome() throws IOException {
        client.replies().ok(new ReplyText.Opened(maildrop.count(), maildrop.totalWireBytes()));
    }

    private ReplyText summary() {
        return new ReplyText.Maildrop(maildrop.count(), maildrop.totalWireBytes());
    }

    /** LIST and UIDL: one message in the status line, or all that are not deleted in lines. */
    private void list(Optional<String> number, Function<Message, String> what) throws IOException {
        if (number.isPresent()) {
            find(number.get(), message -> client.replies().okData(message.number() + " " + what.apply(message)));
            return;
        }
        ListAnswer list = client.replies().list(summary());
        for (Message message : maildrop.messages()) {
            if (!maildrop.isDeleted(message)) {
                list.add(message.number(), what.apply(message));
            }
        }
        list.finish();
    }

    private void find(String argument, Action action) throws IOException {
        switch (MessageNumber.find(argument, maildrop)) {
            case MessageNumber.Found(Message message) -> action.on(message);
            case MessageNumber.Wrong(ReplyText problem) -> client.replies().error(problem);
        }
    }

    /** What goes wrong before the status line is an answer; what goes wrong behind it can only end the session. */
    private void open(Message message, Sender sender) throws IOException {
        Optional<InputStream> content = Optional.empty();
        try {
            content = Optional.of(maildrop.open(message));
        } catch (NoSuchFileException e) {
            client.replies().error(new ReplyText.Gone(message.number()));
        } catch (IOException e) {
            Logger.warn("{} can't be read: {}", message.name().fileName(), e);
            client.replies().error(ResponseCode.SYS_TEMP, new ReplyText.Unreadable(message.number()));
        }
        if (content.isPresent()) {
            try (InputStream in = content.get()) {
                sender.send(in);
            }
        }
    }

    private void delete(Message message) throws IOException {
        maildrop.markDeleted(message);
        client.replies().ok();
    }

    /** The UPDATE state. The lock is free before the answer: a client that reads it may log in again at once. */
    private void update() throws IOException {
        int marked = maildrop.messages().size() - maildrop.count();
        Optional<ReplyText> problem = Optional.empty();
        try {
            int failed = maildrop.commit();
            problem = failed == 0 ? Optional.empty() : Optional.of(new ReplyText.NotDeleted(failed));
        } catch (IOException e) {
            Logger.error(e, "the deletions of {} could not be finished", user);
            problem = Optional.of(new ReplyText.DeletionsUnfinished());
        } finally {
            maildrop.close();
        }
        if (marked > 0) {
            Logger.info(LogLine.of("pop3", IpText.of(client.address()))
                    .with("user", user)
                    .status("logged-out", problem.map(Language.DEFAULT::say).orElse(marked + " messages deleted")));
        }
        if (problem.isEmpty()) {
            client.replies().ok();
        } else {
            client.replies().error(ResponseCode.SYS_TEMP, problem.get());
        }
    }

    @Override
    public void leave() {
        maildrop.close();
    }
}
