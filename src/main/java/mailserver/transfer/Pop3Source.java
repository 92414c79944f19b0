package mailserver.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.care.Progress;
import mailserver.config.value.Fingerprint;

/** A mailbox on another server. Its messages stay there; those that were fetched are known by their UIDLs (RFC 1939 §7). */
public final class Pop3Source implements MessageSource {
    private final Pop3Place place;
    private final String password;
    private final Optional<Fingerprint> pin;

    /** @param pin the certificate that the server must show; without one an authority must vouch for its name */
    public Pop3Source(Pop3Place place, String password, Optional<Fingerprint> pin) {
        this.place = place;
        this.password = password;
        this.pin = pin;
    }

    private record Item(String number, Optional<String> uid) {}

    @Override
    public void read(Intake intake, Progress progress) throws IOException {
        try (Pop3Login session = Pop3Login.to(place, password, pin)) {
            List<Item> items = items(session);
            progress.begin("import", items.size(), "messages");
            for (Item item : items) {
                Optional<String> name = item.uid().map(place::name);
                if (name.filter(intake::knows).isEmpty()) {
                    fetch(session, item.number(), name, intake);
                }
                progress.advance(1);
            }
            progress.clear();
        }
    }

    private static void fetch(Pop3Login session, String number, Optional<String> name, Intake intake)
            throws IOException {
        FoundMessage message = new FoundMessage(Optional.empty(), Optional.empty(), "", false, sink -> {
            if (!session.retrieve(number, sink)) {
                throw new NotGivenException();
            }
        });
        try {
            if (name.isPresent()) {
                intake.take(name.get(), message);
            } else {
                intake.take(message);
            }
        } catch (NotGivenException e) {
            // Somebody else has deleted it, or the server has trouble with this one.
            intake.failed("message " + number + " is not to be had");
        }
    }

    private static List<Item> items(Pop3Login session) throws IOException {
        boolean named = session.ask("UIDL").startsWith("+OK");
        if (!named) {
            // UIDL is optional. Then the digests tell what is here already, at the price of fetching it.
            Pop3Login.ok(session.ask("LIST"));
        }
        var items = new ArrayList<Item>();
        for (String line : session.lines()) {
            String[] words = line.strip().split("\\s+");
            if (!words[0].matches("[0-9]{1,9}")) {
                throw new IOException("its list has the line " + line);
            }
            items.add(new Item(words[0], named && words.length > 1 ? Optional.of(words[1]) : Optional.empty()));
        }
        return items;
    }

    private static final class NotGivenException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
