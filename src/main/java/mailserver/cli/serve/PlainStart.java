package mailserver.cli.serve;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import mailserver.cli.log.Logging;
import mailserver.cli.support.Failures;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;

/**
 * {@code start} and {@code --home DIR start}, without the library that reads all other lines: getting that going takes a quarter
 * of the time until the server is ready. What is no such line is none of its business, be it right or wrong.
 */
public record PlainStart(ServerFiles files) {
    public static Optional<PlainStart> of(String... args) {
        if (args.length == 1 && isStart(args[0])) {
            return Optional.of(new PlainStart(HomeOption.usual()));
        }
        if (args.length == 3 && args[0].equals("--home") && isPlain(args[1]) && isStart(args[2])) {
            return Optional.of(new PlainStart(HomeOption.in(Path.of(args[1]))));
        }
        return Optional.empty();
    }

    private static boolean isStart(String word) {
        return word.equals("start");
    }

    /** The library would read options, quotes and the names of files with arguments in some of the others. */
    private static boolean isPlain(String folder) {
        return folder.matches("[A-Za-z0-9./_][^\"\0]*");
    }

    public int run(PrintWriter out, PrintWriter err) {
        try {
            return new ServerProcess(files, out, err).run(Logging.Console.SILENT);
        } catch (Exception e) {
            return Failures.report(e, err);
        }
    }
}
