package mailserver.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: ours and the commit that it was built from, as the jar's manifest has them, and Java's. */
public final class Version implements IVersionProvider {
    private static final String COMMIT = "Implementation-Commit";

    @Override
    public String[] getVersion() {
        String ours = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new String[] {text(ours, commit())};
    }

    static String text(String version, Optional<String> commit) {
        return "mailserver " + version + commit.map(name -> ", commit " + name).orElse("") + " (Java "
                + Runtime.version() + ")";
    }

    /** Empty where whoever built it didn't say. */
    private static Optional<String> commit() {
        try {
            // Other jars have a manifest, too; only ours has this.
            for (URL url : Collections.list(Version.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (InputStream in = url.openStream()) {
                    Optional<String> commit = commit(new Manifest(in));
                    if (commit.isPresent()) {
                        return commit;
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> commit(Manifest manifest) {
        return Optional.ofNullable(manifest.getMainAttributes().getValue(new Attributes.Name(COMMIT)))
                .filter(commit -> !commit.isBlank());
    }
}
