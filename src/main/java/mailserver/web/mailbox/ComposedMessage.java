package mailserver.web.mailbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import mailserver.mailbox.HeaderLine;
import mailserver.mailbox.MessageComposer;
import mailserver.web.http.Problem;

/** A message as JSON has it that somebody wants to send, or to go on with later. */
final class ComposedMessage {
    private static final List<String> KEYS = List.of(
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "text",
            "html",
            "attachments",
            "in_reply_to",
            "references",
            "keep",
            "draft");
    private static final String MESSAGE_ID = "<[^<>\\s]{1,500}>";

    /** RFC 5322 §3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final JsonObject json;
    private final Address from;
    private final List<Address> to;
    private final List<Address> cc;
    private final List<Address> bcc;
    private final List<HeaderLine> fields = new ArrayList<>();
    private final MessageComposer message;

    /**
     * @param account who writes it, if it doesn't say so itself
     * @param host    for its Message-ID
     */
    ComposedMessage(JsonObject json, Optional<Address> account, String host, Instant now) {
        this.json = json;
        this.from = text(json, "from")
                .filter(text -> !text.isBlank())
                .map(text -> address("from", text))
                .or(() -> account)
                .orElseThrow(() -> Problem.badRequest("from is missing"));
        this.to = addresses(json, "to");
        this.cc = addresses(json, "cc");
        this.bcc = addresses(json, "bcc");
        text(json, "in_reply_to").ifPresent(id -> fields.add(new HeaderLine("In-Reply-To", ids("in_reply_to", id))));
        text(json, "references").ifPresent(ids -> fields.add(new HeaderLine("References", ids("references", ids))));
        if (isKept()) {
            // What is kept and what is sent are the same message.
            fields.add(new HeaderLine("Date", DATE.format(now.atZone(ZoneId.systemDefault()))));
            fields.add(new HeaderLine("Message-ID", "<" + UUID.randomUUID() + "@" + host + ">"));
        }
        this.message = composer(fields);
    }

    private MessageComposer composer(List<HeaderLine> more) {
        return new MessageComposer(
                from,
                to,
                cc,
                text(json, "subject").orElse(""),
                text(json, "text").orElse(""),
                text(json, "html").filter(html -> !html.isEmpty()),
                attachments(json),
                more);
    }

    Address from() {
        return from;
    }

    List<Address> recipients() {
        List<Address> recipients = new ArrayList<>(to);
        recipients.addAll(cc);
        recipients.addAll(bcc);
        return recipients;
    }

    /** Whether its sender wants to find it among what he has sent. */
    boolean isKept() {
        return truth("keep");
    }

    /** The draft that it was. */
    Optional<String> draft() {
        return text(json, "draft").filter(id -> !id.isEmpty());
    }

    MessageComposer message() {
        return message;
    }

    /** With those whom its other readers don't see. */
    MessageComposer kept() {
        List<HeaderLine> more = new ArrayList<>(fields);
        if (!bcc.isEmpty()) {
            more.add(new HeaderLine("Bcc", bcc.stream().map(Address::toString).collect(Collectors.joining(", "))));
        }
        return composer(more);
    }

    private boolean truth(String key) {
        JsonElement value = json.get(key);
        return value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isBoolean()
                && value.getAsBoolean();
    }

    /** Folded at each when it is written. */
    private static String ids(String key, String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (!line.toLowerCase(Locale.ROOT).matches(MESSAGE_ID + "( " + MESSAGE_ID + ")*")) {
            throw Problem.badRequest(key + ": ids of messages are such as <one@host.example>");
        }
        return line;
    }

    static JsonObject object(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            json.keySet().stream()
                    .filter(key -> !KEYS.contains(key))
                    .findFirst()
                    .ifPresent(key -> {
                        throw Problem.badRequest("\"" + key + "\" is none of " + String.join(", ", KEYS));
                    });
            return json;
        } catch (JsonParseException | IllegalStateException e) {
            throw Problem.badRequest("that is no JSON object");
        }
    }

    private static Optional<String> text(JsonObject json, String key) {
        return Optional.ofNullable(json.get(key))
                .filter(value -> !value.isJsonNull())
                .map(value -> string(key, value));
    }

    private static String string(String key, JsonElement value) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            return value.getAsString();
        }
        throw Problem.badRequest(key + " must be text");
    }

    private static JsonArray array(JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) {
            return new JsonArray();
        }
        if (value.isJsonArray()) {
            return value.getAsJsonArray();
        }
        throw Problem.badRequest(key + " must be a list");
    }

    private static List<Address> addresses(JsonObject json, String key) {
        List<Address> addresses = new ArrayList<>();
        array(json, key).forEach(value -> addresses.add(address(key, string(key, value))));
        return addresses;
    }

    static Address address(String key, String text) {
        return Address.parse(text).orElseThrow(() -> Problem.badRequest(key + ": \"" + text + "\" is not an address"));
    }

    private static List<MessageComposer.Attachment> attachments(JsonObject json) {
        List<MessageComposer.Attachment> attachments = new ArrayList<>();
        array(json, "attachments").forEach(value -> {
            if (!value.isJsonObject()) {
                throw Problem.badRequest("an attachment is {\"name\", \"type\", \"base64\"}");
            }
            JsonObject one = value.getAsJsonObject();
            byte[] octets;
            try {
                octets = Base64.getMimeDecoder().decode(text(one, "base64").orElse(""));
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("an attachment's base64 is none");
            }
            attachments.add(new MessageComposer.Attachment(
                    text(one, "name").orElse("attachment"),
                    text(one, "type").orElse("application/octet-stream"),
                    () -> new ByteArrayInputStream(octets)));
        });
        return attachments;
    }
}
