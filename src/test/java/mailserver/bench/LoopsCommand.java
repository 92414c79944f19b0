package mailserver.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * JMH writes code for each benchmark while that is compiled. The build leaves this out, for only who measures needs it, and
 * generated code would not pass for ours; so the benchmarks are compiled here once more.
 */
@Command(
        name = "loops",
        description = "Measure the few inner loops, by JMH; its own arguments may follow, such as -i 3 or dotReader.")
final class LoopsCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Path checkout = Path.of(System.getProperty("mailserver.checkout"));
        Path classes = Files.createDirectories(checkout.resolve("target/jmh"));
        String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
        compile(checkout.resolve("src/test/java/mailserver/bench/jmh"), classes, classPath);
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "org.openjdk.jmh.Main"));
        words.addAll(arguments);
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    private static void compile(Path sources, Path classes, String classPath) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("measuring the loops needs a JDK, with javac");
        }
        var words = new ArrayList<>(List.of("-proc:full", "-d", classes.toString(), "-cp", classPath));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).forEach(words::add);
        }
        if (compiler.run(null, null, null, words.toArray(String[]::new)) != 0) {
            throw new IOException("the benchmarks can't be compiled");
        }
    }
}
