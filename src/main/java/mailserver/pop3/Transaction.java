package mailserver.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Function;
import mailserver.store.Maildrop;
import mailserver.store.Maildrop.Message;
import org.tinylog.Logger;

/** The client has its maildrop for itself and works on it (RFC 1939 §5); QUIT alone makes its deletions true (§6). */
record Transaction(Client client, String user, Maildrop maildrop) implements State {
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
        Answers answers = client.answers();
        switch (command) {
            case Command.Stat() -> answers.ok(maildrop.count() + " " + maildrop.totalWireBytes());
            case Command.List(Optional<String> number) -> list(number, message -> Long.toString(message.wireBytes()));
            case Command.Uidl(Optional<String> number) -> list(number, Message::uid);
            case Command.Retr(String number) ->
                find(number, message -> open(message, content -> answers.message(message.wireBytes(), content)));
            case Command.Top(String number, long lines) ->
                find(number, message -> open(message, content -> answers.top(lines, content)));
            case Command.Dele(String number) -> find(number, this::delete);
            case Command.Rset() -> {
                maildrop.unmarkAll();
                answers.ok(summary());
            }
            case Command.Noop() -> answers.ok("still here");
            case Command.Capa() -> client.tellCapabilities();
            case Command.ToLogIn late -> answers.mistake("you are logged in already");
            case Command.Malformed(String problem) -> answers.mistake(problem);
            case Command.Quit() -> {
                update();
                return new Finished();
            }
        }
        return this;
    }

    void welcome() throws IOException {
        client.answers().ok(summary());
    }

    private String summary() {
        return maildrop.count() + " messages (" + maildrop.totalWireBytes() + " octets)";
    }

    /** LIST and UIDL: one message in the status line, or all that are not deleted in lines. */
    private void list(Optional<String> number, Function<Message, String> what) throws IOException {
        if (number.isPresent()) {
            find(number.get(), message -> client.answers().ok(message.number() + " " + what.apply(message)));
            return;
        }
        Iterable<String> lines = () -> maildrop.messages().stream()
                .filter(message -> !maildrop.isDeleted(message))
                .map(message -> message.number() + " " + what.apply(message))
                .iterator();
        client.answers().list(summary(), lines);
    }

    private void find(String argument, Action action) throws IOException {
        switch (MessageNumber.find(argument, maildrop)) {
            case MessageNumber.Found(Message message) -> action.on(message);
            case MessageNumber.Wrong(String problem) -> client.answers().error(problem);
        }
    }

    /** What goes wrong before the status line is an answer; what goes wrong behind it can only end the session. */
    private void open(Message message, Sender sender) throws IOException {
        Optional<InputStream> content = Optional.empty();
        try {
            content = Optional.of(maildrop.open(message));
        } catch (NoSuchFileException e) {
            client.answers().error("message " + message.number() + " is gone, another program took it away");
        } catch (IOException e) {
            Logger.warn("{} can't be read: {}", message.name().fileName(), e);
            client.answers().error(ResponseCode.SYS_TEMP, "message " + message.number() + " can't be read");
        }
        if (content.isPresent()) {
            try (InputStream in = content.get()) {
                sender.send(in);
            }
        }
    }

    private void delete(Message message) throws IOException {
        maildrop.markDeleted(message);
        client.answers().ok("message " + message.number() + " will be deleted");
    }

    /** The UPDATE state. The lock is free before the answer: a client that reads it may log in again at once. */
    private void update() throws IOException {
        int marked = maildrop.messages().size() - maildrop.count();
        String problem = "";
        try {
            int failed = maildrop.commit();
            problem = failed == 0 ? "" : failed + " messages could not be deleted";
        } catch (IOException e) {
            Logger.error(e, "the deletions of {} could not be finished", user);
            problem = "the deletions could not be finished";
        } finally {
            maildrop.close();
        }
        if (marked > 0) {
            Logger.info(
                    "POP3 logout of {} from {}: {}",
                    user,
                    client.address().getHostAddress(),
                    problem.isEmpty() ? marked + " messages deleted" : problem);
        }
        if (problem.isEmpty()) {
            client.answers().ok("goodbye");
        } else {
            client.answers().error(ResponseCode.SYS_TEMP, problem);
        }
    }

    @Override
    public void leave() {
        maildrop.close();
    }
}
