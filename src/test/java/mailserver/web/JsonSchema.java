package mailserver.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** As much of JSON Schema as the OpenAPI document uses; a word that it doesn't know is an error. */
final class JsonSchema {
    private final JsonObject document;

    JsonSchema(JsonObject document) {
        this.document = document;
    }

    /** What in a value is not as the schema says, a line each. */
    List<String> faults(JsonObject schema, JsonElement value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        return faults;
    }

    private void check(JsonObject schema, JsonElement value, String where, List<String> faults) {
        for (Map.Entry<String, JsonElement> rule : schema.entrySet()) {
            switch (rule.getKey()) {
                case "$ref" -> check(resolve(rule.getValue().getAsString()), value, where, faults);
                case "type" -> {
                    boolean fits = rule.getValue().isJsonArray()
                            ? rule.getValue().getAsJsonArray().asList().stream()
                                    .anyMatch(type -> isOf(type.getAsString(), value))
                            : isOf(rule.getValue().getAsString(), value);
                    if (!fits) {
                        faults.add(where + " is no " + rule.getValue() + ": " + value);
                    }
                }
                case "enum" -> {
                    if (!rule.getValue().getAsJsonArray().contains(value)) {
                        faults.add(where + " is none of " + rule.getValue() + ": " + value);
                    }
                }
                case "items" -> {
                    JsonArray array = value.getAsJsonArray();
                    for (int i = 0; i < array.size(); i++) {
                        check(rule.getValue().getAsJsonObject(), array.get(i), where + "[" + i + "]", faults);
                    }
                }
                case "properties" -> {
                    for (Map.Entry<String, JsonElement> property :
                            value.getAsJsonObject().entrySet()) {
                        JsonElement known = rule.getValue().getAsJsonObject().get(property.getKey());
                        if (known != null) {
                            check(
                                    known.getAsJsonObject(),
                                    property.getValue(),
                                    where + "." + property.getKey(),
                                    faults);
                        } else if (schema.has("additionalProperties")) {
                            faults.add(where + " has a property of no schema: " + property.getKey());
                        }
                    }
                }
                case "required" ->
                    rule.getValue().getAsJsonArray().forEach(name -> {
                        if (!value.getAsJsonObject().has(name.getAsString())) {
                            faults.add(where + " lacks " + name.getAsString());
                        }
                    });
                case "description", "format", "additionalProperties" -> {
                    // Looked at with the others, or for people.
                }
                default -> faults.add("the document says " + rule.getKey() + ", which is not looked at");
            }
        }
    }

    private JsonObject resolve(String reference) {
        JsonElement found = document;
        for (String step : reference.substring(2).split("/")) {
            found = found.getAsJsonObject().get(step);
        }
        return found.getAsJsonObject();
    }

    private static boolean isOf(String type, JsonElement value) {
        return switch (type) {
            case "object" -> value.isJsonObject();
            case "array" -> value.isJsonArray();
            case "null" -> value.isJsonNull();
            case "string" -> value instanceof JsonPrimitive one && one.isString();
            case "boolean" -> value instanceof JsonPrimitive one && one.isBoolean();
            case "integer" ->
                value instanceof JsonPrimitive one
                        && one.isNumber()
                        && one.getAsString().matches("-?\\d+");
            default -> false;
        };
    }
}
