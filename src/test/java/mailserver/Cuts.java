package mailserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Cuts octets into pieces: what is told to a parser in pieces must mean what it means whole. */
public final class Cuts {
    private static final int LARGEST_RANDOM = 12;

    private Cuts() {}

    /** Two pieces. */
    public static List<byte[]> at(int position, byte[] octets) {
        return List.of(Arrays.copyOf(octets, position), Arrays.copyOfRange(octets, position, octets.length));
    }

    /** Pieces of one size; the last may be smaller. */
    public static List<byte[]> every(int size, byte[] octets) {
        var pieces = new ArrayList<byte[]>();
        for (int from = 0; from < octets.length; from += size) {
            pieces.add(Arrays.copyOfRange(octets, from, Math.min(from + size, octets.length)));
        }
        return pieces;
    }

    /** Small pieces of different sizes, always the same ones for the same octets, so that a failure comes again. */
    public static List<byte[]> random(byte[] octets) {
        var random = new Random(Arrays.hashCode(octets));
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        while (from < octets.length) {
            int to = Math.min(from + 1 + random.nextInt(LARGEST_RANDOM), octets.length);
            pieces.add(Arrays.copyOfRange(octets, from, to));
            from = to;
        }
        return pieces;
    }

    /** Several ways to cut the same octets: whole, each alone, in twos, in threes, at random. */
    public static List<List<byte[]>> several(byte[] octets) {
        return List.of(List.of(octets), every(1, octets), every(2, octets), every(3, octets), random(octets));
    }
}
