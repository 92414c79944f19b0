package mailserver.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Latency over percentile: the share of what took longer shrinks tenfold from one mark to the next, and both axes are logarithmic. */
final class LatencyPlot {
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final String[] MARKS = {"0 %", "90 %", "99 %", "99.9 %", "99.99 %"};

    private final double lowest;
    private final double decades;

    private LatencyPlot(Histogram latencies) {
        lowest = Math.floor(Math.log10(Math.max(1e-3, latencies.getMinValue() / 1e6)));
        decades = Math.max(1, Math.ceil(Math.log10(latencies.getMaxValue() / 1e6)) - lowest);
    }

    /** Draws nothing where no file is asked for. */
    static void write(Path file, String title, Outcome outcome) throws IOException {
        if (file != null) {
            new LatencyPlot(outcome.latencies())
                    .draw(title, outcome.latencies())
                    .write(file);
            System.out.println("plot: " + file);
        }
    }

    private Svg draw(String title, Histogram latencies) {
        var svg = new Svg(LEFT + WIDTH + 30, TOP + HEIGHT + 50)
                .text(LEFT, 25, Svg.Anchor.START, title + ", ms by percentile");
        for (int decade = 0; decade <= decades; decade++) {
            double y = y(Math.pow(10, lowest + decade));
            svg.line(LEFT, y, LEFT + WIDTH, y, "#ddd", 1);
            svg.text(LEFT - 8, y + 4, Svg.Anchor.END, Outcome.text(Math.pow(10, lowest + decade)));
        }
        for (int mark = 0; mark < MARKS.length; mark++) {
            double x = LEFT + (double) WIDTH * mark / (MARKS.length - 1);
            svg.line(x, TOP, x, TOP + HEIGHT, "#ddd", 1);
            svg.text(x, TOP + HEIGHT + 20, Svg.Anchor.MIDDLE, MARKS[mark]);
        }
        var points = new StringBuilder();
        for (HistogramIterationValue value : latencies.percentiles(10)) {
            double above = 1 - value.getPercentileLevelIteratedTo() / 100;
            double x = Math.min(1, -Math.log10(Math.max(above, 1e-9)) / (MARKS.length - 1));
            points.append(Math.round(LEFT + WIDTH * x))
                    .append(',')
                    .append(Math.round(y(value.getValueIteratedTo() / 1e6)))
                    .append(' ');
        }
        return svg.path(points.toString().strip(), "#2060a0");
    }

    private double y(double millis) {
        return TOP + HEIGHT * (1 - (Math.log10(Math.max(millis, 1e-6)) - lowest) / decades);
    }
}
