package mailserver.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import mailserver.prove.Disk.Image;

/** Makes a simulated disk a real folder. */
final class ImageWriter {
    private final Image image;
    private final Map<Node, Path> written = new HashMap<>();

    ImageWriter(Image image) {
        this.image = image;
    }

    void write(Path folder) throws IOException {
        write(image.top(), folder);
    }

    private void write(Node node, Path folder) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Map.Entry<String, Node> entry : image.names(node).entrySet()) {
            Path path = folder.resolve(entry.getKey());
            Node child = entry.getValue();
            if (child.isFolder()) {
                write(child, path);
            } else if (written.containsKey(child)) {
                Files.createLink(path, written.get(child));
            } else {
                Files.write(path, image.content(child));
                written.put(child, path);
            }
        }
    }
}
