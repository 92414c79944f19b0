package mailserver.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.prove.Change.Data;
import mailserver.prove.Change.Length;
import mailserver.prove.Change.Names;
import mailserver.prove.Change.Sync;

/**
 * Follows the calls of one process as its kernel did: which handle is which file or connection, which path which node. What
 * comes out are the changes to the disk, the syncs, and what was said to clients. Only files below one folder count, and of
 * those not the log, which nobody promised anything of, and not run/, which is made anew at each start.
 */
final class Kernel {
    /**
     * What the server wrote to a client.
     *
     * @param service the port the client came to
     * @param client  the client's own port
     */
    record Said(int service, int client, String text, int begin) {}

    private record Opened(Node node, long offset, boolean append) {}

    private record Client(int service, int port) {}

    private final Path root;
    private final Node top = Node.folder();
    private final Map<Path, Node> paths = new HashMap<>();
    private final Map<Integer, Opened> files = new HashMap<>();
    private final Map<Integer, Integer> listeners = new HashMap<>();
    private final Map<Integer, Client> clients = new HashMap<>();
    private final Map<Node, Long> lengths = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Sync> syncs = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();

    /** @param root the folder that counts; whether it is there at the beginning or made within the trace */
    private Kernel(Path root) {
        this.root = root;
        paths.put(root, top);
    }

    static Kernel follow(List<Call> calls, Path root) throws IOException {
        var kernel = new Kernel(root);
        // A handle is free for others before close(2) has returned, so a close counts from its beginning.
        var order = new ArrayList<>(calls);
        order.sort(Comparator.comparingInt(call -> call.name().equals("close") ? call.begin() : call.end()));
        for (Call call : order) {
            if (call.result() >= 0) {
                kernel.apply(call);
            }
        }
        return kernel;
    }

    Node top() {
        return top;
    }

    List<Change> changes() {
        return changes;
    }

    List<Sync> syncs() {
        return syncs;
    }

    List<Said> said() {
        return said;
    }

    private void apply(Call call) throws IOException {
        switch (call.name()) {
            case "open", "creat" -> open(call, 0);
            case "openat" -> open(call, 1);
            case "close" -> forget(call.number(0));
            case "dup" -> copy(call.number(0), (int) call.result());
            case "dup2", "dup3" -> copy(call.number(0), call.number(1));
            case "write", "sendto" -> write(call);
            case "pwrite64" -> pwrite(call);
            case "ftruncate" ->
                file(call.number(0))
                        .ifPresent(opened -> length(
                                opened.node(), Long.parseLong(call.arguments().get(1)), call));
            case "fsync", "fdatasync" ->
                file(call.number(0))
                        .filter(opened -> call.end() != Integer.MAX_VALUE)
                        .ifPresent(opened -> syncs.add(new Sync(opened.node(), call.begin(), call.end())));
            case "rename" -> rename(call, 0, 1);
            case "renameat", "renameat2" -> rename(call, 1, 3);
            case "link" -> link(call, 0, 1);
            case "linkat" -> link(call, 1, 3);
            case "unlink", "rmdir" -> unlink(call, 0);
            case "unlinkat" -> unlink(call, 1);
            case "mkdir" -> mkdir(call, 0);
            case "mkdirat" -> mkdir(call, 1);
            case "bind" -> port(call).ifPresent(port -> listeners.put(call.number(0), port));
            case "accept", "accept4" -> {
                Integer service = listeners.get(call.number(0));
                if (service != null && port(call).isPresent()) {
                    clients.put(
                            (int) call.result(), new Client(service, port(call).get()));
                }
            }
            case "sync_file_range", "syncfs", "sync", "io_uring_setup" ->
                throw new IOException("the model of the disk has no " + call.name());
            case "symlink", "symlinkat", "truncate" -> {
                if (call.arguments().stream().anyMatch(text -> text.startsWith("\"") && counts(path(call, text)))) {
                    throw new IOException("the model of the disk has no " + call.name());
                }
            }
            case "copy_file_range" -> refuse(call, 2, true);
            case "mmap" -> refuse(call, 4, call.has("PROT_WRITE") && call.has("MAP_SHARED"));
            default -> refuse(call, 0, true);
        }
    }

    /** A call that changes a file in a way that isn't followed: better no proof than a wrong one. */
    private void refuse(Call call, int index, boolean changes) throws IOException {
        if (changes && file(call.number(index)).isPresent()) {
            throw new IOException("the model of the disk has no " + call.name() + " on a mail file");
        }
    }

    private Optional<Opened> file(int handle) {
        return Optional.ofNullable(files.get(handle));
    }

    private static Optional<Integer> port(Call call) {
        return call.arguments().stream()
                .filter(argument -> argument.contains("_port=htons("))
                .map(argument -> Integer.parseInt(argument.replaceAll(".*htons\\((\\d+)\\).*", "$1")))
                .findFirst();
    }

    private Path path(Call call, int index) {
        return Path.of(call.text(index));
    }

    private static Path path(Call call, String argument) {
        return Path.of(call.text(call.arguments().indexOf(argument)));
    }

    private boolean counts(Path path) {
        return path.startsWith(root) && !path.startsWith(root.resolve("log")) && !path.startsWith(root.resolve("run"));
    }

    private void forget(int handle) {
        files.remove(handle);
        clients.remove(handle);
        listeners.remove(handle);
    }

    private void copy(int from, int to) {
        if (from == to) {
            return;
        }
        forget(to);
        file(from).ifPresent(opened -> files.put(to, opened));
        Optional.ofNullable(clients.get(from)).ifPresent(client -> clients.put(to, client));
        Optional.ofNullable(listeners.get(from)).ifPresent(port -> listeners.put(to, port));
    }

    private void open(Call call, int index) {
        int handle = (int) call.result();
        forget(handle);
        Path path = path(call, index);
        if (!counts(path) || call.end() == Integer.MAX_VALUE) {
            return;
        }
        Node node = paths.get(path);
        if (node == null) {
            node = Node.file();
            name(path, Optional.of(node), call);
        } else if (call.has("O_TRUNC")) {
            length(node, 0, call);
        }
        files.put(handle, new Opened(node, 0, call.has("O_APPEND")));
    }

    private void write(Call call) {
        int handle = call.number(0);
        Optional<Opened> opened = file(handle);
        if (opened.isPresent()) {
            Node node = opened.get().node();
            long offset = opened.get().append()
                    ? lengths.getOrDefault(node, 0L)
                    : opened.get().offset();
            long end = data(node, offset, call);
            files.put(handle, new Opened(node, end, opened.get().append()));
        } else if (clients.containsKey(handle)) {
            Client client = clients.get(handle);
            said.add(new Said(client.service(), client.port(), call.text(1), call.begin()));
        }
    }

    private void pwrite(Call call) {
        file(call.number(0))
                .ifPresent(opened ->
                        data(opened.node(), Long.parseLong(call.arguments().get(3)), call));
    }

    private long data(Node node, long offset, Call call) {
        byte[] octets = call.octets(1);
        int written = call.end() == Integer.MAX_VALUE ? octets.length : (int) call.result();
        changes.add(new Data(node, offset, Arrays.copyOf(octets, written), call.begin(), call.end()));
        lengths.merge(node, offset + written, Math::max);
        return offset + written;
    }

    private void length(Node node, long length, Call call) {
        changes.add(new Length(node, length, call.begin(), call.end()));
        lengths.put(node, length);
    }

    private void name(Path path, Optional<Node> node, Call call) {
        names(path.getParent(), Map.of(path.getFileName().toString(), node), call);
        if (node.isPresent()) {
            paths.put(path, node.get());
        } else {
            paths.remove(path);
        }
    }

    private void names(Path folder, Map<String, Optional<Node>> edits, Call call) {
        Node node = paths.get(folder);
        if (node == null) {
            throw new IllegalStateException("a change in a folder that nobody made: " + folder);
        }
        changes.add(new Names(node, edits, call.begin(), call.end()));
    }

    private void rename(Call call, int from, int to) throws IOException {
        Path old = path(call, from);
        Path fresh = path(call, to);
        if (!counts(old) && !counts(fresh)) {
            return;
        }
        Node node = paths.get(old);
        if (node == null || node.isFolder()) {
            throw new IOException("the model of the disk can't follow " + old);
        }
        if (old.getParent().equals(fresh.getParent())) {
            names(
                    old.getParent(),
                    Map.of(
                            old.getFileName().toString(), Optional.empty(),
                            fresh.getFileName().toString(), Optional.of(node)),
                    call);
            paths.remove(old);
            paths.put(fresh, node);
        } else {
            name(fresh, Optional.of(node), call);
            name(old, Optional.empty(), call);
        }
    }

    private void link(Call call, int from, int to) {
        Path fresh = path(call, to);
        if (counts(fresh)) {
            name(fresh, Optional.of(paths.get(path(call, from))), call);
        }
    }

    private void unlink(Call call, int index) {
        Path path = path(call, index);
        if (counts(path)) {
            name(path, Optional.empty(), call);
        }
    }

    private void mkdir(Call call, int index) {
        Path path = path(call, index);
        if (path.equals(root)) {
            return;
        }
        if (path.startsWith(root)) {
            name(path, Optional.of(Node.folder()), call);
        }
    }
}
