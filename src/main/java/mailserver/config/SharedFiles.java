package mailserver.config;

import java.nio.file.Path;

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

    /** The node that looks. */
    public NodeFiles own() {
        return node(settings.node());
    }
}
