package mailserver.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.load.Letter;
import mailserver.prove.Promise.Copy;

/** The copies that wait in a queue folder whose server doesn't run. */
public final class Waiting {
    private static final Pattern RECIPIENT = Pattern.compile("(?m)^Recipient: <(\\S+)>$");

    private Waiting() {}

    public static Set<Copy> read(Path queue) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (Path file : Found.list(queue)) {
            if (Files.isRegularFile(file)) {
                texts.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        var waiting = new HashSet<Copy>();
        texts.forEach((name, envelope) -> {
            String text = texts.getOrDefault(name.replace(".envelope", ".eml"), "");
            Matcher recipients = RECIPIENT.matcher(name.endsWith(".envelope") ? envelope : "");
            while (recipients.find()) {
                waiting.add(new Copy(Letter.nameIn(text).orElse(""), recipients.group(1)));
            }
        });
        return waiting;
    }
}
