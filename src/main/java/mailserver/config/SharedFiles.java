package mailserver.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that all nodes of a cluster share, as one of them sees it. */
public record SharedFiles(ClusterSettings settings) {
    public Path etc() {
        return settings.shared().resolve("etc");
    }

    public Path maildir() {
        return settings.shared().resolve("maildir");
    }

    public Path nodes() {
        return settings.shared().resolve("nodes");
    }

    public NodeFiles node(String name) {
        return new NodeFiles(nodes().resolve(name));
    }

    /** All others that have a queue now, whether or not they run. */
    public List<NodeFiles> others() throws IOException {
        if (!Files.isDirectory(nodes())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(nodes())) {
            return folders.map(NodeFiles::new)
                    .filter(node -> !node.equals(own()) && Files.isDirectory(node.queue()))
                    .sorted(Comparator.comparing(NodeFiles::name))
                    .toList();
        }
    }

    /** The node that looks. */
    public NodeFiles own() {
        return node(settings.node());
    }
}
