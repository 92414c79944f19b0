package mailserver.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mailserver.load.Progress;
import mailserver.load.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/bench disk}. */
@Command(
        name = "disk",
        description = "Measure what a durable delivery costs the disk, without a mail server: the bound for any.")
final class DiskCommand implements Callable<Integer> {
    @Mixin
    private Places places;

    @Option(names = "--messages", defaultValue = "3000", description = "For each line; ${DEFAULT-VALUE}.")
    private int messages;

    @Override
    public Integer call() throws Exception {
        var rates = new LinkedHashMap<String, Map<Bound, Double>>();
        places.each(false, (kind, scratch) -> {
            var disk = new BareDisk(scratch.folder(), messages);
            var here = new EnumMap<Bound, Double>(Bound.class);
            for (Bound bound : Bound.values()) {
                Progress.show(kind + ": " + bound);
                here.put(bound, disk.measure(bound));
            }
            rates.put(kind, here);
        });
        Progress.clear();
        var table = new Table(Stream.concat(
                        Stream.of("a message of 4 KB, durably"),
                        rates.keySet().stream().map(kind -> kind + ", messages/s"))
                .toArray(String[]::new));
        for (Bound bound : Bound.values()) {
            table.row(Stream.concat(
                            Stream.of(bound), rates.values().stream().map(here -> Outcome.text(here.get(bound))))
                    .toArray());
        }
        System.out.print(table);
        return 0;
    }
}
