package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineNameTest {
    private static final List<String> HOSTS = List.of(
            "127.0.0.1 localhost localhost.localdomain", "# 10.0.0.9 pc.no", "127.0.1.1\tpc.Lab.example pc # me");

    @Test
    void aFullNameIsTakenAsItIs() {
        assertEquals("mail.lan", MachineName.find(List.of("Mail.LAN"), HOSTS));
    }

    @Test
    void aShortNameIsCompletedFromTheHostsFile() {
        assertEquals("pc.lab.example", MachineName.find(List.of("pc"), HOSTS));
    }

    @Test
    void elseItIsLocalhost() {
        assertEquals("localhost", MachineName.find(List.of(), HOSTS));
        assertEquals("localhost", MachineName.find(List.of("other"), HOSTS));
        assertEquals("localhost", MachineName.find(List.of("", "bad name.x", "localhost"), HOSTS));
        assertEquals("localhost", MachineName.find(List.of("localhost.localdomain"), List.of()));
    }
}
