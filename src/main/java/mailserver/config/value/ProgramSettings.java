package mailserver.config.value;

/**
 * What programs and pages may see of the server, and do to it.
 *
 * @param faults the server may be told to misbehave
 */
public record ProgramSettings(WebSettings web, TranscriptSettings transcripts, HookSettings hooks, boolean faults) {
    public static ProgramSettings defaults(String domain) {
        return new ProgramSettings(WebSettings.off(domain), TranscriptSettings.DEFAULT, HookSettings.NONE, false);
    }
}
