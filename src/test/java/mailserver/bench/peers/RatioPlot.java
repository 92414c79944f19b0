package mailserver.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import mailserver.bench.Outcome;
import mailserver.bench.Svg;
import mailserver.bench.Svg.Anchor;

/** The ratios as dots with their spread, on a logarithmic axis, the targets as marks. */
final class RatioPlot {
    private static final int LEFT = 130;
    private static final int TOP = 60;
    private static final int WIDTH = 600;
    private static final int STEP = 34;
    private static final double[] MARKS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};

    private RatioPlot() {}

    static void write(Path file, List<Pairs.Result> results) throws IOException {
        int bottom = TOP + STEP * results.size();
        var svg = new Svg(LEFT + WIDTH + 60, bottom + 40)
                .text(LEFT, 24, Anchor.START, "mailserver : peer, middle and spread of the pairs; | is the target");
        for (double mark : MARKS) {
            svg.line(x(mark), TOP - 10, x(mark), bottom, mark == 1 ? "#888" : "#ddd", 1);
            svg.text(x(mark), bottom + 20, Anchor.MIDDLE, Outcome.text(mark));
        }
        double y = TOP + STEP / 2.0 - 8;
        for (Pairs.Result result : results) {
            String colour = result.meetsTarget() ? "#2a7a2a" : "#b03030";
            svg.text(LEFT - 12, y + 4, Anchor.END, result.row().id());
            if (result.row().target() > 0) {
                svg.line(x(result.row().target()), y - 9, x(result.row().target()), y + 9, "#2060a0", 3);
            }
            svg.line(x(result.ratio().least()), y, x(result.ratio().greatest()), y, colour, 2);
            svg.dot(x(result.ratio().middle()), y, 5, colour);
            y += STEP;
        }
        svg.write(file);
        System.out.println("plot: " + file + "\n");
    }

    private static double x(double ratio) {
        double decades = Math.log10(Math.clamp(ratio, 0.1, 100.0)) + 1;
        return LEFT + WIDTH * decades / 3;
    }
}
