package mailserver.prove;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.prove.Disk.Image;
import mailserver.prove.Promise.Copy;

/** Looks for mail on a simulated disk, without any server: as it lies there after the power cut. */
final class ImageReader {
    private static final Pattern REPORTED = Pattern.compile("(?m)^Final-Recipient: rfc822; ?(\\S+)$");

    private record Read(Optional<String> name, String digest, String text) {}

    /** Contents are shared from image to image, so each is read once. */
    private final Map<byte[], Read> known = new IdentityHashMap<>();

    private Read read(byte[] content) {
        return known.computeIfAbsent(content, octets -> {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            return new Read(Letter.nameIn(text), Letter.digestBelowTrace(text), text);
        });
    }

    private List<Read> mailbox(Image image, String user) {
        var messages = new ArrayList<Read>();
        for (String folder : List.of("new", "cur")) {
            image.folder(Home.DOMAIN, user, folder)
                    .ifPresent(node -> image.names(node).forEach((name, file) -> {
                        if (!name.startsWith(".")) {
                            messages.add(read(image.content(file)));
                        }
                    }));
        }
        return messages;
    }

    Found found(Image image, List<String> users) {
        var copies = new HashMap<Copy, List<String>>();
        int nameless = 0;
        for (String user : users) {
            for (Read message : mailbox(image, user)) {
                if (message.name().isEmpty()) {
                    nameless++;
                } else {
                    copies.computeIfAbsent(new Copy(message.name().get(), user), copy -> new ArrayList<>())
                            .add(message.digest());
                }
            }
        }
        return new Found(copies, nameless);
    }

    Set<Copy> reported(Image image, String sender) {
        var reported = new HashSet<Copy>();
        for (Read message : mailbox(image, sender)) {
            REPORTED.matcher(message.text())
                    .results()
                    .forEach(match -> reported.add(new Copy(message.name().orElse(""), match.group(1))));
        }
        return reported;
    }

    /** What waits in the queue: an envelope that is there to its end and names the recipient, beside a whole text. */
    Set<Copy> waiting(Image image, Ledger ledger) {
        var waiting = new HashSet<Copy>();
        image.folder("queue")
                .ifPresent(queue -> image.names(queue).forEach((name, file) -> {
                    if (name.startsWith(".") || !name.endsWith(".envelope")) {
                        return;
                    }
                    String id = name.substring(0, name.length() - ".envelope".length());
                    Node text = image.names(queue).get(id + ".eml");
                    String envelope = new String(image.content(file), StandardCharsets.UTF_8);
                    if (text == null || !envelope.endsWith("\n")) {
                        return;
                    }
                    Read message = read(image.content(text));
                    message.name()
                            .flatMap(ledger::promise)
                            .filter(sent -> sent.digest().equals(message.digest()))
                            .ifPresent(sent -> sent.remote().stream()
                                    .filter(address -> envelope.contains("<" + address + ">"))
                                    .forEach(address -> waiting.add(new Copy(sent.name(), address))));
                }));
        return waiting;
    }
}
