package mailserver.config;

import java.time.Duration;

/** What one message, one session and one client may cost. */
public record Limits(
        long messageSize, int recipients, int sessions, int sessionsPerAddress, Duration idle, int errors) {}
