package mailserver.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How this project's server is called.
 *
 * @param words       the command line up to the server's own arguments
 * @param environment what is set beside this process's own
 */
public record ServerCommand(List<String> words, Map<String, String> environment) {
    /** The command that people use, and the jar it builds. */
    public static ServerCommand installed() {
        Path checkout = Path.of(System.getProperty("mailserver.checkout"));
        return new ServerCommand(List.of(checkout.resolve("bin/mailserver").toString()), Map.of());
    }

    /** The jar that this command has built, without the shell script around it. */
    public static ServerCommand ofJar() {
        Path jar = Path.of(System.getProperty("mailserver.checkout")).resolve("target/mailserver.jar");
        return new ServerCommand(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toString()),
                Map.of());
    }

    /** The classes of this process: no jar is there while tests run. */
    public static ServerCommand ofClassPath() {
        return new ServerCommand(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "mailserver.cli.Main"),
                Map.of());
    }

    public ServerCommand with(String variable, String value) {
        var more = new TreeMap<>(environment);
        more.put(variable, value);
        return new ServerCommand(words, more);
    }

    public ServerCommand with(Map<String, String> variables) {
        var more = new TreeMap<>(environment);
        more.putAll(variables);
        return new ServerCommand(words, more);
    }

    /** Runs it under another program, which replaces itself by it or outlives it. */
    public ServerCommand under(String... outer) {
        var all = new ArrayList<>(List.of(outer));
        all.addAll(words);
        return new ServerCommand(all, environment);
    }

    ProcessBuilder process(Path home, String... arguments) {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--home", home.toString()));
        all.addAll(List.of(arguments));
        var builder = new ProcessBuilder(all);
        builder.environment().putAll(environment);
        return builder;
    }
}
