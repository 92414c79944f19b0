package mailserver.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.load.Home;
import mailserver.load.Letter;
import mailserver.prove.Promise.Copy;

/** The delivery reports (RFC 3464) in a mailbox: which copies they say were not delivered. */
public final class Reports {
    private static final Pattern RECIPIENT = Pattern.compile("(?m)^Final-Recipient: rfc822; ?(\\S+)$");

    private Reports() {}

    public static Set<Copy> read(Home home, String user) throws IOException {
        var reported = new HashSet<Copy>();
        for (Path file : Found.list(home.mailbox(user).resolve("new"))) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            String name = Letter.nameIn(text).orElse("");
            Matcher recipients = RECIPIENT.matcher(text);
            while (recipients.find()) {
                reported.add(new Copy(name, recipients.group(1)));
            }
        }
        return reported;
    }
}
