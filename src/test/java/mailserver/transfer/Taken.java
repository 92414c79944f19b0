package mailserver.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes whatever a source has, and keeps it as text, one character for one octet. */
final class Taken implements MessageSource.Intake {
    record Message(FoundMessage found, String text) {}

    private final List<Message> messages = new ArrayList<>();

    List<Message> messages() {
        return messages;
    }

    List<String> texts() {
        return messages.stream().map(Message::text).toList();
    }

    @Override
    public boolean knows(String name) {
        return false;
    }

    @Override
    public void take(FoundMessage message) throws IOException {
        var octets = new ByteArrayOutputStream();
        var text = new IncomingText(octets::write);
        message.body().writeTo(text);
        text.finish();
        messages.add(new Message(message, octets.toString(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void take(String name, FoundMessage message) throws IOException {
        take(message);
    }

    @Override
    public void failed(String what) {
        throw new AssertionError(what);
    }
}
