package mailserver.prove;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.load.ServerCommand;

/** Has a process traced by strace(1), and reads what that wrote. */
final class Strace {
    /** All that can change files or names, make them durable, or tell a client something, and what it takes to know the handles. */
    private static final String CALLS =
            "open,openat,creat,close,dup,dup2,dup3,write,pwrite64,writev,pwritev,pwritev2,sendto,"
                    + "sendmsg,sendfile,copy_file_range,ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,syncfs,sync,"
                    + "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,bind,accept,"
                    + "accept4,mmap,io_uring_setup";
    /** More octets than any call of this proof's messages writes. */
    private static final String STRINGS = "300000";

    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\d+)\\.(\\d{6}) (.*)");
    private static final Pattern WHOLE = Pattern.compile("(\\w+)\\((.*)\\) += (-?\\d+|0x[0-9a-f]+|\\?).*");
    private static final Pattern BEGUN = Pattern.compile("(\\w+)\\((.*) <unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. (\\w+) resumed>(.*)");

    private record Begun(int line, Instant at, String text) {}

    private Strace() {}

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/strace"));
    }

    static ServerCommand around(ServerCommand command, Path trace) {
        return command.under(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-ttt",
                "-qq",
                "-xx",
                "-s",
                STRINGS,
                "-e",
                "signal=none",
                "-e",
                "trace=" + CALLS,
                "-o",
                trace.toString());
    }

    /** All calls that returned, in the order of their returns. One that was cut off by the end did who knows what. */
    static List<Call> read(Path trace) throws IOException {
        var calls = new ArrayList<Call>();
        Map<String, Begun> unfinished = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.US_ASCII)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new IOException("not a line of strace: " + line.substring(0, Math.min(200, line.length())));
                }
                var begun = new Begun(
                        number,
                        Instant.ofEpochSecond(Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)) * 1000),
                        parts.group(4));
                Matcher resumed = RESUMED.matcher(begun.text());
                if (begun.text().endsWith("<unfinished ...>")) {
                    unfinished.put(parts.group(1), begun);
                } else if (resumed.matches() && unfinished.containsKey(parts.group(1))) {
                    Begun first = unfinished.remove(parts.group(1));
                    String start = first.text().substring(0, first.text().length() - " <unfinished ...>".length());
                    add(calls, new Begun(first.line(), first.at(), start + resumed.group(2)), number);
                } else {
                    add(calls, begun, number);
                }
            }
        }
        // What never returned may have happened all the same; it counts as begun.
        for (Begun begun : unfinished.values()) {
            Matcher parts = BEGUN.matcher(begun.text());
            if (parts.matches()) {
                calls.add(new Call(
                        begun.line(), Integer.MAX_VALUE, begun.at(), parts.group(1), arguments(parts.group(2)), 0));
            }
        }
        calls.sort(Comparator.comparingInt(Call::end).thenComparingInt(Call::begin));
        return calls;
    }

    private static void add(List<Call> calls, Begun begun, int end) {
        Matcher parts = WHOLE.matcher(begun.text());
        if (parts.matches() && !parts.group(3).equals("?")) {
            calls.add(new Call(
                    begun.line(),
                    end,
                    begun.at(),
                    parts.group(1),
                    arguments(parts.group(2)),
                    Long.decode(parts.group(3))));
        }
    }

    /** No argument's text has a comma in it: strings are hexadecimal, and what stands in braces isn't looked at closely. */
    private static List<String> arguments(String text) {
        return List.of(text.split(", ?"));
    }
}
