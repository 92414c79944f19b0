package mailserver.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The messages of a snapshot in the order of their delivery, by numbers from 0. */
public final class StoredFiles {
    private record Identity(String base, int inode) {}

    private final List<StoredPage> pages;
    /** Where each is: the number of its page, times {@link StoredPage#MOST}, and its row. */
    private final int[] places;

    private final long allWireBytes;

    /** Sorts what was found, and takes each once: a message that moved meanwhile was seen in new/ and in cur/. */
    StoredFiles(List<StoredPage> pages) {
        this.pages = List.copyOf(pages);
        int[] found = found();
        var times = new long[found.length];
        for (int i = 0; i < found.length; i++) {
            times[i] = page(found[i]).time(row(found[i]));
        }
        int[] order = new DeliveryOrder(times, (one, other) -> compareNames(found[one], found[other])).sorted();
        this.places = once(order, times, found);
        long sum = 0;
        for (int place : places) {
            sum += page(place).wireBytes(row(place));
        }
        this.allWireBytes = sum;
    }

    public int size() {
        return places.length;
    }

    /** Where it was found. */
    public Path path(int index) {
        return page(places[index]).path(row(places[index]));
    }

    public MaildirName name(int index) {
        return nameAt(places[index]);
    }

    /** See {@link StoredFile#inode()}. */
    int inode(int index) {
        return page(places[index]).inode(row(places[index]));
    }

    long bytes(int index) {
        return page(places[index]).bytes(row(places[index]));
    }

    public long wireBytes(int index) {
        return page(places[index]).wireBytes(row(places[index]));
    }

    /** In lower-case hex. */
    public String sha256(int index) {
        return page(places[index]).sha256(row(places[index]));
    }

    long allWireBytes() {
        return allWireBytes;
    }

    private int[] found() {
        int size = 0;
        for (StoredPage page : pages) {
            size += page.size();
        }
        var found = new int[size];
        int next = 0;
        for (int page = 0; page < pages.size(); page++) {
            for (int row = 0; row < pages.get(page).size(); row++) {
                found[next++] = page * StoredPage.MOST + row;
            }
        }
        return found;
    }

    private int[] once(int[] order, long[] times, int[] found) {
        var once = new int[order.length];
        Set<Identity> known = new HashSet<>();
        int kept = 0;
        for (int i = 0; i < order.length; i++) {
            // Names of one message have the same time, and stand side by side. Nearly always each has a time of its
            // own.
            long time = times[order[i]];
            boolean single =
                    (i == 0 || times[order[i - 1]] != time) && (i == order.length - 1 || times[order[i + 1]] != time);
            int place = found[order[i]];
            if (single || known.add(identity(place))) {
                once[kept++] = place;
            }
        }
        return Arrays.copyOf(once, kept);
    }

    private Identity identity(int place) {
        return new Identity(nameAt(place).base(), page(place).inode(row(place)));
    }

    private int compareNames(int one, int other) {
        return page(one).compareNames(row(one), page(other), row(other));
    }

    private MaildirName nameAt(int place) {
        return page(place).name(row(place));
    }

    private StoredPage page(int place) {
        return pages.get(place / StoredPage.MOST);
    }

    private static int row(int place) {
        return place % StoredPage.MOST;
    }
}
