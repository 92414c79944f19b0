package mailserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of the packages, as docs/architecture.md has it: a package imports only those above it. */
class HouseTest {
    private static final List<String> ORDER = List.of(
            "wire",
            "mail",
            "config",
            "dns",
            "store",
            "tls",
            "sasl",
            "smtp",
            "pop3",
            "dsn",
            "queue",
            "route",
            "server",
            "care",
            "transfer",
            "cli");
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
    void the_lowest_packages_need_only_the_JDK() {
        noClasses()
                .that()
                .resideInAnyPackage(name("wire"), name("mail"))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "javax.net.ssl..", "mailserver..")
                .check(CLASSES);
    }

    @Test
    void every_package_has_its_place() {
        ArchRuleDefinition.classes()
                .should()
                .resideInAnyPackage(ORDER.stream().map(HouseTest::name).toArray(String[]::new))
                .check(CLASSES);
        assertFalse(CLASSES.isEmpty());
    }

    private static String name(String room) {
        return "mailserver." + room + "..";
    }
}
