package mailserver.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A drawing, built shape by shape. Coordinates are in pixels, from the upper left corner. */
public final class Svg {
    public enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;

    public Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    public Svg line(double x1, double y1, double x2, double y2, String colour, double thickness) {
        return add(
                "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='%.1f'/>",
                x1, y1, x2, y2, colour, thickness);
    }

    public Svg dot(double x, double y, double radius, String colour) {
        return add("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'/>", x, y, radius, colour);
    }

    public Svg text(double x, double y, Anchor anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return add(
                "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), escaped);
    }

    public Svg path(String points, String colour) {
        return add("<polyline points='%s' fill='none' stroke='%s' stroke-width='2'/>", points, colour);
    }

    private Svg add(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    public void write(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='13'>
                <rect width='100%%' height='100%%' fill='white'/>
                %s</svg>
                """.formatted(width, height, shapes));
    }
}
