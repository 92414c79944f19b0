package mailserver.load;

import java.util.Locale;

/** A kind of file system that {@link LoopMount} can make, by its mkfs and with the defaults of that. */
public enum FileSystem {
    /** With a journal: mkfs makes one. */
    EXT4("e2fsprogs"),
    XFS("xfsprogs");

    /** Debian's, with mkfs in it. */
    final String debianPackage;

    FileSystem(String debianPackage) {
        this.debianPackage = debianPackage;
    }

    /** As mount(8) and people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
