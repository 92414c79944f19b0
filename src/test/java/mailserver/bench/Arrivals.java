package mailserver.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Counts the messages in Maildirs. */
public record Arrivals(List<Path> maildirs) implements LongSupplier {
    @Override
    public long getAsLong() {
        return maildirs.stream()
                .map(maildir -> maildir.resolve("new").toFile())
                .mapToLong(folder -> Optional.ofNullable(folder.list())
                        .map(names -> (long) names.length)
                        .orElse(0L))
                .sum();
    }

    static Arrivals in(List<File> folders) {
        return new Arrivals(folders.stream().map(File::toPath).toList());
    }
}
