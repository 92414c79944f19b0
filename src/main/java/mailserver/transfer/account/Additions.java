package mailserver.transfer.account;

import java.util.List;

/**
 * What an import adds, or would.
 *
 * @param added in the order of the source
 * @param present how many were here before
 */
public record Additions<T>(List<T> added, int present) {
    public Additions {
        added = List.copyOf(added);
    }
}
