package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterReaderTest {
    @TempDir
    Path home;

    private Path file(String cluster) throws Exception {
        Files.createDirectories(home.resolve("etc"));
        return Files.writeString(home.resolve("etc/mailserver.toml"), "hostname = \"mail.lan\"\n" + cluster);
    }

    private List<String> faults(String cluster) throws Exception {
        Path file = file(cluster);
        return assertThrows(ConfigurationException.class, () -> ConfigurationReader.read(file)).faults().stream()
                .map(Fault::toString)
                .map(text -> text.substring(text.indexOf("toml:") + 5))
                .toList();
    }

    @Test
    void two_lines_make_a_node() throws Exception {
        Path file = file("[cluster]\nnode = \"a\"\nshared = \"%s\"\n".formatted(home));
        assertEquals(
                Optional.of(new ClusterSettings("a", home, Duration.ofSeconds(15))),
                ConfigurationReader.read(file).cluster());
    }

    @Test
    void without_the_section_there_is_no_cluster() throws Exception {
        assertEquals(Optional.empty(), ConfigurationReader.read(file("")).cluster());
        assertEquals(
                Optional.empty(), ConfigurationReader.read(file("[cluster]\n")).cluster());
        assertEquals(new ServerFiles(home), ServerFiles.of(home));
    }

    @Test
    void each_slip_has_its_line() throws Exception {
        assertEquals(
                List.of("3: cluster.volumes: mailboxes can't be spread over several volumes yet; leave it out"),
                faults("[cluster]\nvolumes = [\"/srv/two\"]\nnode = \"a\"\nshared = \"%s\"\n".formatted(home)));
        assertEquals(
                List.of("2: cluster.shared: is missing: the folder that all nodes share"),
                faults("[cluster]\nnode = \"a\"\n"));
        assertEquals(
                List.of(
                        "3: cluster.node: \"a/../b\" is no name of 1 to 32 letters and digits",
                        "4: cluster.shared: no such folder: /no/such/mount; is it mounted?",
                        "5: cluster.lease: must be from 1s to 1h"),
                faults("[cluster]\nnode = \"a/../b\"\nshared = \"/no/such/mount\"\nlease = \"1ms\"\n"));
        assertTrue(faults("[cluster]\nnod = \"a\"\nshared = \"%s\"\n".formatted(home))
                .toString()
                .contains("did you mean \"node\"?"));
    }

    @Test
    void what_all_nodes_have_is_in_the_shared_folder_and_the_rest_stays() throws Exception {
        Path shared = Files.createDirectory(home.resolve("shared"));
        file("[cluster]\nnode = \"b2\"\nshared = \"%s\"\n".formatted(shared));
        var files = ServerFiles.of(home);
        assertEquals(shared.resolve("etc/accounts"), files.accounts());
        assertEquals(shared.resolve("etc/aliases"), files.aliases());
        assertEquals(shared.resolve("maildir"), files.maildir());
        assertEquals(shared.resolve("nodes/b2/queue"), files.queue());
        assertEquals(shared.resolve("nodes/b2/queue/failed"), files.failed());
        assertTrue(files.isDeliveredHere("1795.M1P2Q3.b2.mail.lan"));
        assertFalse(files.isDeliveredHere("1795.M1P2Q3.b.mail.lan"));
        assertEquals("b2.mail.lan", files.deliveringHost("mail.lan"));
        var alone = new ServerFiles(home);
        assertEquals(alone.configuration(), files.configuration());
        assertEquals(alone.run(), files.run());
        assertEquals(alone.lock(), files.lock());
        assertEquals(alone.log(), files.log());
        assertEquals("mail.lan", alone.deliveringHost("mail.lan"));
    }
}
