package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServerFilesTest {
    @Test
    void areWhereTheContractSays() {
        ServerFiles files = new ServerFiles(Path.of("/srv/mail"));
        assertEquals(Path.of("/srv/mail/etc/mailserver.toml"), files.configuration());
        assertEquals(Path.of("/srv/mail/etc/accounts"), files.accounts());
        assertEquals(Path.of("/srv/mail/etc/aliases"), files.aliases());
        assertEquals(Path.of("/srv/mail/maildir"), files.maildir());
        assertEquals(Path.of("/srv/mail/maildir/queue"), files.queue());
        assertEquals(Path.of("/srv/mail/maildir/queue/failed"), files.failed());
        assertEquals(Path.of("/srv/mail/maildir/run"), files.run());
        assertEquals(Path.of("/srv/mail/maildir/log"), files.log());
    }
}
