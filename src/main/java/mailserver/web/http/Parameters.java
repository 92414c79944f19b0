package mailserver.web.http;

import io.helidon.webserver.http.ServerRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import mailserver.config.file.Durations;
import mailserver.mail.Address;

/** What a request's address says, with clear words for what it says wrong. */
public final class Parameters {
    private Parameters() {}

    public static Optional<String> text(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isEmpty());
    }

    public static Address mailbox(ServerRequest request) {
        String written = request.path().pathParameters().get("a");
        return Address.parse(written).orElseThrow(() -> Problem.badRequest("\"" + written + "\" is not an address"));
    }

    public static int number(ServerRequest request, String name, int usual, int most) {
        return number(request, name, usual, 1, most);
    }

    public static int number(ServerRequest request, String name, int usual, int least, int most) {
        Optional<String> written = text(request, name);
        if (written.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(written.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Problem.badRequest(name + " is a number from " + least + " to " + most);
    }

    /** @return empty for {@code all}, or where nothing is said */
    public static Optional<Instant> time(ServerRequest request, String name) {
        Optional<String> written = text(request, name).filter(value -> !value.equals("all"));
        try {
            return written.map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            throw Problem.badRequest(name + " is a time such as 2026-01-31T12:00:00Z, or all");
        }
    }

    /** @return false where nothing is said */
    public static boolean truth(ServerRequest request, String name) {
        String written = text(request, name).orElse("false");
        return switch (written) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.badRequest(name + " is true or false");
        };
    }

    public static Duration duration(ServerRequest request, String name, Duration usual, Duration most) {
        Optional<String> written = text(request, name);
        if (written.isEmpty()) {
            return usual;
        }
        return Durations.parse(written.get())
                .filter(time -> time.compareTo(most) <= 0)
                .orElseThrow(() ->
                        Problem.badRequest(name + " is a time such as 10s, and " + most.toMinutes() + "m at the most"));
    }
}
