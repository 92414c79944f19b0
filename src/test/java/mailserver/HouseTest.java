package mailserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages, as docs/architecture.md has it: a package imports only those above it, and none is a hall. */
class HouseTest {
    private static final List<String> ORDER = List.of(
            "time",
            "wire.text",
            "wire",
            "wire.foreign",
            "wire.proxy",
            "mail",
            "event",
            "mime",
            "config.file",
            "config.value",
            "account",
            "account.token",
            "account.signin",
            "config",
            "fault",
            "dns",
            "store",
            "mailbox.text",
            "mailbox",
            "tls",
            "sasl",
            "smtp",
            "smtp.client.message",
            "smtp.client.connection",
            "smtp.client",
            "smtp.server",
            "pop3",
            "dsn",
            "queue",
            "queue.files",
            "queue.delivery",
            "queue.runner",
            "queue.look",
            "route",
            "record.history",
            "record",
            "hook",
            "cluster.mount",
            "cluster",
            "server.limit",
            "control",
            "server",
            "explain",
            "care",
            "care.backup",
            "care.doctor",
            "transfer",
            "transfer.account",
            "web.http",
            "web.mailbox",
            "web.admin",
            "web.page",
            "web",
            "testing",
            "cli.support",
            "cli.log",
            "cli.queue",
            "cli.serve",
            "cli.agent",
            "cli.lab",
            "cli.care",
            "cli.sendmail",
            "cli.mail",
            "cli.testing",
            "cli");
    private static final int MOST_FILES = 26;
    private static final int MOST_LINES = 300;
    private static final Path SOURCES = Path.of("src/main/java/mailserver");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("mailserver");

    @Test
    void imports_only_go_up_the_list() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] below = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(HouseTest::name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(name(ORDER.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(below)
                    .check(CLASSES);
        }
    }

    @Test
    void no_two_packages_need_each_other() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public String getDescription() {
                        return "each package";
                    }

                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass one) {
                        return SliceIdentifier.of(one.getPackageName());
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void the_lowest_packages_need_only_the_JDK() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        name("wire.text"),
                        name("wire"),
                        name("wire.foreign"),
                        name("wire.proxy"),
                        name("mail"),
                        name("mime"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "javax.net.ssl..", "mailserver..")
                .check(CLASSES);
    }

    @Test
    void every_package_has_its_place() {
        var packages = new TreeSet<String>();
        CLASSES.forEach(one -> packages.add(one.getPackageName()));
        packages.removeAll(ORDER.stream().map(HouseTest::name).toList());
        assertEquals("[]", packages.toString());
        assertFalse(CLASSES.isEmpty());
    }

    @Test
    void no_package_holds_too_many_files_and_each_says_what_it_knows() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Map<Path, List<Path>> folders = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(Path::getParent));
            folders.forEach((folder, sources) -> {
                assertTrue(sources.size() <= MOST_FILES, folder + " holds " + sources.size() + " files");
                assertTrue(Files.exists(folder.resolve("package-info.java")), folder + " doesn't say what it knows");
            });
        }
    }

    @Test
    void no_file_has_two_jobs() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                assertTrue(lines <= MOST_LINES, file + " has " + lines + " lines");
            }
        }
    }

    private static String name(String room) {
        return "mailserver." + room;
    }
}
