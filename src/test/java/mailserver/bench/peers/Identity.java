package mailserver.bench.peers;

import java.nio.file.Path;

/** A certificate and its key, as PEM files: all servers of a row have the same. */
record Identity(Path certificate, Path key) {}
