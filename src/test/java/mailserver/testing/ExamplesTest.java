package mailserver.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import mailserver.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/testing.md, as their readers run them. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("docs/testing").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private Path command;

    /** What bin/mailserver does, without building. */
    @BeforeEach
    void writeCommand() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        command = Files.writeString(
                folder.resolve("mailserver"),
                "#!/bin/sh\nexec '" + java + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' mailserver.cli.Main \"$@\"\n");
        assertTrue(command.toFile().setExecutable(true));
    }

    private void run(Path where, String... words) throws Exception {
        Path out = folder.resolve("out");
        var builder = new ProcessBuilder(words)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("MAILSERVER", command.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> List.of(words) + " doesn't end");
        assertEquals(0, process.exitValue(), Files.readString(out));
        assertTrue(Files.readString(out).endsWith("ok\n"), Files.readString(out));
    }

    @Test
    void python() throws Exception {
        Programs.need("python3");
        run(folder, "python3", EXAMPLES.resolve("example.py").toString());
    }

    @Test
    void shell() throws Exception {
        Programs.need("curl");
        run(folder, "sh", EXAMPLES.resolve("example.sh").toString());
    }

    @Test
    void node() throws Exception {
        Programs.need("node");
        Path work = Files.createDirectory(folder.resolve("node"));
        Files.copy(EXAMPLES.resolve("example.mjs"), work.resolve("example.mjs"));
        Path known = Path.of("target/npm/node_modules").toAbsolutePath();
        if (!Files.isDirectory(known.resolve("nodemailer"))) {
            abort("nodemailer is not there; `npm install --prefix target/npm nodemailer` gets it");
        }
        Files.createSymbolicLink(work.resolve("node_modules"), known);
        run(work, "node", "example.mjs");
    }

    @Test
    void java() throws Exception {
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        EXAMPLES.resolve("ShopTest.java").toString());
        assertEquals(0, result);
        try (var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> test = loader.loadClass("ShopTest");
            Field field = test.getDeclaredField("mail");
            field.setAccessible(true);
            // JUnit would do the same around the method.
            var server = (MailServer) field.get(null);
            server.beforeAll(null);
            try {
                Method method = test.getDeclaredMethod("anOrderIsConfirmed");
                method.setAccessible(true);
                var made = test.getDeclaredConstructor();
                made.setAccessible(true);
                method.invoke(made.newInstance());
            } finally {
                server.afterAll(null);
            }
        }
    }

    @Test
    void eachIsShortEnoughToBeRead() throws Exception {
        for (String name : List.of("example.py", "example.sh", "example.mjs", "ShopTest.java")) {
            assertTrue(Files.readAllLines(EXAMPLES.resolve(name)).size() < 40, name);
        }
    }
}
