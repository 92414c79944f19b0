package mailserver.hook;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mailserver.wire.text.Printable;

/**
 * A program, run for each delivery: without a shell, with JSON on standard input. Exit code 0 means that it is done.
 *
 * @param command the program and its arguments
 * @param most    how long it may take; then it and its children are killed
 */
record CommandTarget(List<String> command, Path home, Duration most) implements HookTarget {
    private static final int MOST_OUTPUT = 2000;
    private static final List<String> INHERITED = List.of("PATH", "LANG", "LC_ALL", "TZ", "HOME", "USER");

    @Override
    public Optional<String> tell(JsonObject payload) throws InterruptedException {
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.put("MAIL_FILE", payload.get("file").getAsString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.of("can't be started: " + e.getMessage());
        }
        try {
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> output(process), Thread::startVirtualThread);
            try (OutputStream in = process.getOutputStream()) {
                in.write((payload + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It doesn't want to know; its exit code says the rest.
            }
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of("took longer than " + most.toSeconds() + " s and was killed");
            }
            int code = process.exitValue();
            if (code == 0) {
                return Optional.empty();
            }
            String said = output.completeOnTimeout("", 1, TimeUnit.SECONDS).join();
            return Optional.of("exit code " + code + (said.isEmpty() ? "" : ": " + said));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** What it says first, in one line; the rest is read, for it must not wait for a reader. */
    private static String output(Process process) {
        try (InputStream out = process.getInputStream()) {
            String said = new String(out.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            out.transferTo(OutputStream.nullOutputStream());
            return Printable.word(said.strip().replaceAll("\\R", " | "));
        } catch (IOException e) {
            return "";
        }
    }
}
