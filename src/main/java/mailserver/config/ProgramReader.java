package mailserver.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import mailserver.config.file.BadValueException;
import mailserver.config.value.HookSettings;
import mailserver.config.value.HostPort;
import mailserver.config.value.ProgramSettings;
import mailserver.config.value.TranscriptSettings;
import mailserver.config.value.WebSettings;
import mailserver.mail.Address;

/** Reads the sections of what is there for programs and pages: {@code [web]}, {@code [transcripts]}, {@code [hooks]}, {@code [faults]}. */
final class ProgramReader {
    private final Section root;

    ProgramReader(Section root) {
        this.root = root;
    }

    ProgramSettings read(ProgramSettings defaults) {
        return new ProgramSettings(
                web(defaults.web()), transcripts(defaults.transcripts()), hooks(defaults.hooks()), faults());
    }

    private WebSettings web(WebSettings defaults) {
        Section section = root.section("web");
        WebSettings web = new WebSettings(
                places(section, "listen"),
                places(section, "listen_tls"),
                section.list("admins", ProgramReader::address).orElse(defaults.admins()),
                section.value("open_mailboxes", Values::truth).orElse(defaults.openMailboxes()));
        section.finish();
        return web;
    }

    private static List<HostPort> places(Section section, String key) {
        return section.list(key, Values::listener).orElse(List.of());
    }

    private TranscriptSettings transcripts(TranscriptSettings defaults) {
        Section section = root.section("transcripts");
        TranscriptSettings transcripts = new TranscriptSettings(
                section.value("keep", Values::timeOrNone).orElse(defaults.keep()),
                section.value("size", Values::size).orElse(defaults.size()));
        section.finish();
        return transcripts;
    }

    private HookSettings hooks(HookSettings defaults) {
        Section section = root.section("hooks");
        HookSettings hooks = new HookSettings(
                section.list("on_delivery", Values::text).orElse(defaults.onDelivery()),
                section.value("url", ProgramReader::url).orElse(defaults.url()));
        section.finish();
        return hooks;
    }

    private boolean faults() {
        Section section = root.section("faults");
        boolean enabled = section.value("enabled", Values::truth).orElse(false);
        section.finish();
        return enabled;
    }

    private static Address address(Object raw) throws BadValueException {
        String text = Values.text(raw);
        return Address.parse(text)
                .orElseThrow(() -> new BadValueException(BadValueException.quoted(text) + " is not an address"));
    }

    /** An empty one is none, as the written defaults have it. */
    private static Optional<URI> url(Object raw) throws BadValueException {
        String text = Values.text(raw);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Told below, in our words.
        }
        throw new BadValueException(
                BadValueException.quoted(text) + " is not a URL such as \"http://127.0.0.1:8080/mail\"");
    }
}
