package mailserver.prove;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mailserver.load.LoopMount;
import mailserver.load.Programs;
import mailserver.load.ServerCommand;
import mailserver.load.Wait;
import mailserver.prove.Faults.Verdict;
import mailserver.prove.Stage.Answer;

/** Faults of the disk. */
final class DiskTrials {
    private static final String NOBODY = "65534";

    private DiskTrials() {}

    static Verdict full(Stage stage) throws IOException {
        if (!Programs.isRoot()) {
            return new Verdict.Skipped("mounting a small disk takes root");
        }
        mountSmall(stage);
        stage.makeHome();
        stage.start(ServerCommand.installed());
        stage.allIsWell("before", 12);
        Path ballast = stage.folder().resolve("ballast");
        fill(ballast);
        Map<Answer, Integer> answers = stage.send(60);
        String during = stage.text(answers);
        stage.must(answers.containsKey(Answer.LATER), "nobody was told that the disk is full");
        stage.must(!answers.containsKey(Answer.CUT), "some got no answer");
        Files.delete(ballast);
        return stage.verdict(during);
    }

    /** A disk for the home alone: of the kind that is tried, or memory. */
    private static void mountSmall(Stage stage) throws IOException {
        if (stage.kind().isPresent()) {
            stage.until(LoopMount.make(stage.kind().get(), stage.folder(), LoopMount.SMALLEST));
            Files.setPosixFilePermissions(stage.folder(), PosixFilePermissions.fromString("rwx------"));
            return;
        }
        Files.createDirectories(stage.folder());
        Programs.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=24m,mode=700",
                "tmpfs",
                stage.folder().toString());
        stage.until(() -> Programs.run("umount", "-l", stage.folder().toString()));
    }

    /** Writes until the disk takes no more. */
    private static void fill(Path file) throws IOException {
        for (int size = 1 << 16; size > 0; size >>= 4) {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                var block = new byte[size];
                while (true) {
                    out.write(block);
                }
            } catch (IOException e) {
                // Full, for blocks of this size.
            }
        }
    }

    static Verdict readOnly(Stage stage) throws IOException {
        if (!Programs.isRoot()) {
            return new Verdict.Skipped("remounting takes root");
        }
        stage.makeHome();
        List<Path> mounts =
                List.of(stage.home().mailbox("user0").getParent(), stage.home().queue());
        for (Path mount : mounts) {
            Files.createDirectories(
                    mount, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Programs.run("mount", "--bind", mount.toString(), mount.toString());
            stage.until(() -> Programs.run("umount", "-l", mount.toString()));
        }
        stage.start(ServerCommand.installed());
        stage.allIsWell("before", 12);
        for (Path mount : mounts) {
            remount(mount, "ro");
        }
        Map<Answer, Integer> answers = stage.send(30);
        String during = stage.text(answers);
        stage.must(answers.equals(Map.of(Answer.LATER, 30)), "not all were told to come later: " + during);
        for (Path mount : mounts) {
            remount(mount, "rw");
        }
        return stage.verdict(during);
    }

    /** Takes a moment when a file is open for writing just then. */
    private static void remount(Path mount, String how) throws IOException {
        boolean done = Wait.atMost(Duration.ofSeconds(10), Duration.ofMillis(50), () -> {
            try {
                Programs.run("mount", "-o", "remount,bind," + how, mount.toString());
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        if (!done) {
            throw new IOException(mount + " can't be remounted " + how);
        }
    }

    static Verdict unwritable(Stage stage) throws IOException {
        stage.makeHome();
        ServerCommand command = ServerCommand.installed();
        if (Programs.isRoot()) {
            // Permissions mean nothing to root.
            Programs.run("chown", "-R", NOBODY + ":" + NOBODY, stage.folder().toString());
            Programs.run("chmod", "o+x", stage.folder().getParent().toString());
            String[] asNobody = {"setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"};
            if (!Programs.works(
                    "setpriv",
                    "--reuid",
                    NOBODY,
                    "--regid",
                    NOBODY,
                    "--clear-groups",
                    "test",
                    "-r",
                    command.words().getFirst())) {
                return new Verdict.Skipped("the user nobody may not read this checkout");
            }
            command = command.under(asNobody);
        }
        stage.start(command);
        stage.allIsWell("before", 12);
        List<Path> folders = List.of(
                stage.home().mailbox("user0").resolve("new"),
                stage.home().mailbox("user1").resolve("tmp"),
                stage.home().queue());
        permit(folders, "r-x------");
        Map<Answer, Integer> answers = stage.send(30);
        String during = stage.text(answers);
        stage.must(answers.containsKey(Answer.LATER), "nobody was told to come later");
        stage.must(!answers.containsKey(Answer.CUT), "some got no answer");
        permit(folders, "rwx------");
        return stage.verdict(during);
    }

    private static void permit(List<Path> folders, String permissions) throws IOException {
        for (Path folder : folders) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        }
    }
}
