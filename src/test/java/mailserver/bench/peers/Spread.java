package mailserver.bench.peers;

import java.util.List;
import mailserver.bench.Outcome;

/** The least, the middle and the greatest of some figures. */
record Spread(double least, double middle, double greatest) {
    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        double middle = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(sorted.getFirst(), middle, sorted.getLast());
    }

    @Override
    public String toString() {
        return Outcome.text(middle) + " (" + Outcome.text(least) + "–" + Outcome.text(greatest) + ")";
    }
}
