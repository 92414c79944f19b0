package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.account.AccountLine;
import mailserver.account.AliasLine;
import mailserver.config.file.BadValueException;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Durations;
import mailserver.config.file.Fault;
import mailserver.config.file.Faults;
import mailserver.config.file.Sizes;
import mailserver.config.value.HostPort;
import mailserver.config.value.Network;
import org.junit.jupiter.api.io.TempDir;

/** Any file at all is read, or its faults are told with their lines. */
class FilesFuzzTest {
    @TempDir
    static Path folder;

    @FuzzTest
    void the_configuration(byte[] octets) throws IOException {
        Path file = file(octets);
        try {
            Configuration configuration = ConfigurationReader.read(file);
            assertFalse(configuration.domains().isEmpty());
        } catch (ConfigurationException e) {
            assertTold(e, octets);
        }
    }

    @FuzzTest
    void the_zone(byte[] octets) throws IOException {
        Path file = file(octets);
        try {
            Zone.read(file);
        } catch (ConfigurationException e) {
            assertTold(e, octets);
        }
    }

    @FuzzTest
    void the_class_room(byte[] octets) throws IOException {
        var faults = new Faults();
        Section.read(file(octets), faults).ifPresent(root -> new ClassRoomReader(root).read());
        try {
            faults.throwIfAny();
        } catch (ConfigurationException e) {
            assertTold(e, octets);
        }
    }

    @FuzzTest
    void a_line_of_the_accounts(byte[] octets) {
        try {
            Optional<Account> account = AccountLine.parse(new String(octets, StandardCharsets.UTF_8));
            if (account.isPresent()) {
                assertEquals(account, AccountLine.parse(AccountLine.of(account.get())));
            }
        } catch (BadValueException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    @FuzzTest
    void a_line_of_the_aliases(byte[] octets) {
        var parser = new AliasLine.Parser(List.of("lan.example", "other.example"));
        try {
            parser.parse(new String(octets, StandardCharsets.UTF_8)).ifPresent(alias -> {
                assertFalse(alias.targets().isEmpty());
                assertTrue(alias.key().endsWith("@lan.example") || alias.key().endsWith("@other.example"));
            });
        } catch (BadValueException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }

    @FuzzTest
    void values(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        Optional<HostPort> place = HostPort.parse(text);
        place.ifPresent(read -> assertEquals(place, HostPort.parse(read.toString())));
        Optional<Network> network = Network.parse(text);
        network.ifPresent(read -> assertTrue(read.contains(read.address())));
        network.ifPresent(read -> assertEquals(network, Network.parse(read.toString())));
        Durations.parse(text).ifPresent(time -> assertFalse(time.isNegative()));
        Sizes.parse(text).ifPresent(size -> assertTrue(size >= 0));
    }

    private static Path file(byte[] octets) throws IOException {
        return Files.write(folder.resolve("mailserver.toml"), octets);
    }

    private static void assertTold(ConfigurationException e, byte[] octets) {
        long lines = new String(octets, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        assertFalse(e.faults().isEmpty());
        for (Fault fault : e.faults()) {
            assertFalse(fault.message().isBlank());
            assertTrue(fault.line() >= 0 && fault.line() <= lines, fault.toString());
        }
    }
}
