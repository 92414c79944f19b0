package mailserver.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.care.Mailboxes;
import mailserver.care.Progress;
import mailserver.store.MaildirFiles;
import mailserver.store.MaildirName;

/** Folders with a file for each message: Maildir, MH, or .eml files. */
public final class FileSource implements MessageSource {
    /** Names that begin with an earlier second than this don't begin with one. */
    private static final long FIRST_SECOND =
            Instant.parse("1990-01-01T00:00:00Z").getEpochSecond();

    /** A file, and what its place or its neighbours say of it. */
    private record Item(Path file, Optional<Instant> came, String flags, boolean seen) {}

    private final List<Item> items;

    private FileSource(List<Item> items) {
        this.items = items;
    }

    /** One Maildir, without what other programs keep in folders within it. */
    public static FileSource maildir(Path folder) throws IOException {
        if (!Mailboxes.isMaildir(folder)) {
            throw new IOException(folder + " is no Maildir: it has neither new/ nor cur/");
        }
        var items = new ArrayList<Item>();
        for (Path file : MaildirFiles.list(folder)) {
            MaildirName name = MaildirName.parse(file.getFileName().toString());
            Optional<Instant> came = name.seconds() >= FIRST_SECOND
                    ? Optional.of(Instant.ofEpochSecond(name.seconds()).plusNanos(name.micros() % 1_000_000 * 1000))
                    : Importer.changed(file);
            items.add(new Item(file, came, name.flags(), file.getParent().endsWith("cur")));
        }
        return new FileSource(items);
    }

    /** One MH folder: files whose names are numbers. */
    public static FileSource mh(Path folder) throws IOException {
        MhSequences sequences = MhSequences.of(folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> numbered = files.filter(file -> Files.isRegularFile(file)
                            && file.getFileName().toString().matches("[0-9]{1,9}"))
                    .sorted((one, other) -> Integer.compare(number(one), number(other)))
                    .toList();
            if (numbered.isEmpty() && !Files.exists(folder.resolve(MhSequences.FILE))) {
                throw new IOException(folder + " is no MH folder: no file there has a number for a name");
            }
            return new FileSource(numbered.stream()
                    .map(file -> new Item(file, Optional.empty(), sequences.flags(number(file)), true))
                    .toList());
        }
    }

    /** A file, or all .eml files in a folder and below it. */
    public static FileSource eml(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> file.equals(place)
                            || file.getFileName()
                                    .toString()
                                    .toLowerCase(Locale.ROOT)
                                    .endsWith(".eml"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new IOException("there is no .eml file in " + place);
            }
            return new FileSource(found.stream()
                    .map(file -> new Item(file, Optional.empty(), "", false))
                    .toList());
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString());
    }

    @Override
    public void read(Intake intake, Progress progress) throws IOException {
        progress.begin("import", items.size(), "messages");
        for (Item item : items) {
            try (InputStream in = Files.newInputStream(item.file())) {
                intake.take(new FoundMessage(
                        item.came(), Importer.changed(item.file()), item.flags(), item.seen(), sink -> {
                            byte[] block = new byte[64 * 1024];
                            int n;
                            while ((n = in.read(block)) > 0) {
                                sink.write(block, 0, n);
                            }
                        }));
            } catch (NoSuchFileException e) {
                intake.failed(item.file() + " is gone");
            }
            progress.advance(1);
        }
        progress.clear();
    }
}
