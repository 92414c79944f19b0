package mailserver.web.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailserver.care.doctor.Diagnosis;
import mailserver.care.doctor.Doctor;
import mailserver.explain.ExplainedHops;
import mailserver.explain.ExplainedSender;
import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.queue.look.QueueView;
import mailserver.record.history.History;
import mailserver.record.history.Sample;
import mailserver.server.ConfiguredExchangers;
import mailserver.server.MailServer;
import mailserver.web.http.Answer;
import mailserver.web.http.Authentication;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/** What an administrator looks at: the last month in numbers, what is not well, and where mail would go. */
public final class CareRoutes {
    private final MailServer server;
    private final Authentication authentication;

    public CareRoutes(MailServer server, Authentication authentication) {
        this.server = server;
        this.authentication = authentication;
    }

    /** Column by column, as plots want it; null for a stretch in which no server ran. */
    public void history(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        String written = Parameters.text(request, "span").orElse("hour");
        History.Span span = Arrays.stream(History.Span.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("span is hour, day or month"));
        List<Sample> samples = server.record().history().read(span);
        long step = span.step().toSeconds();
        var times = new JsonArray();
        List<JsonArray> columns = new ArrayList<>();
        Sample.NAMES.forEach(name -> columns.add(new JsonArray()));
        long before = 0;
        for (Sample sample : samples) {
            long time = sample.began().getEpochSecond();
            if (before > 0 && time > before + step) {
                times.add(before + step);
                columns.forEach(column -> column.add(JsonNull.INSTANCE));
            }
            times.add(time);
            long[] values = sample.values();
            for (int i = 0; i < values.length; i++) {
                if (values[i] < 0) {
                    columns.get(i).add(JsonNull.INSTANCE);
                } else {
                    columns.get(i).add(values[i]);
                }
            }
            before = time;
        }
        var json = new JsonObject();
        json.addProperty("step", step);
        json.add("times", times);
        for (int i = 0; i < columns.size(); i++) {
            json.add(Sample.NAMES.get(i), columns.get(i));
        }
        Answer.json(response, json);
    }

    /** What doctor says, which asks ports and peers: it takes a moment. */
    public void doctor(ServerRequest request, ServerResponse response) {
        authentication.caller(request).mayRule();
        var found = new JsonArray();
        for (Diagnosis diagnosis : new Doctor(server.files(), Instant.now()).examine()) {
            var one = new JsonObject();
            one.addProperty("level", diagnosis.level().label());
            one.addProperty("topic", diagnosis.topic());
            one.addProperty("words", diagnosis.words());
            one.addProperty("remedy", diagnosis.remedy());
            found.add(one);
        }
        Answer.json(response, found);
    }

    /** What explain says, by the rules that the server goes by now. */
    public void explain(ServerRequest request, ServerResponse response) throws IOException {
        authentication.caller(request).mayRule();
        Address address = Parameters.text(request, "address")
                .flatMap(Address::parse)
                .orElseThrow(() -> Problem.badRequest("address is missing, or is none"));
        Optional<ReversePath> sender = Parameters.text(request, "from").map(CareRoutes::path);
        List<String> lines =
                new ArrayList<>(server.router().explain(address, ConfiguredExchangers.of(server.configuration())));
        sender.ifPresent(
                from -> lines.addAll(new ExplainedSender(server.settings(), server.router()).explain(from, address)));
        var view = new QueueView(true, server.queue().hops(), server.queue().paused(), Instant.now());
        lines.addAll(new ExplainedHops(server.files(), view, server.router()).explain(address));
        var array = new JsonArray();
        lines.forEach(array::add);
        var json = new JsonObject();
        json.add("lines", array);
        Answer.json(response, json);
    }

    private static ReversePath path(String text) {
        return text.equals("<>")
                ? ReversePath.NULL
                : Address.parse(text)
                        .map(ReversePath::of)
                        .orElseThrow(() -> Problem.badRequest("from: \"" + text + "\" is not an address"));
    }
}
