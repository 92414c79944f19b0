package mailserver.smtp.client.connection;

import java.util.List;

/**
 * What a peer takes at the most, as its LIMITS extension says (RFC 9422 §4). Where it says nothing, or nothing that
 * can be read, it is the largest number there is.
 *
 * @param mailMax       transactions on one connection
 * @param rcptMax       recipients of one transaction
 * @param rcptDomainMax different domains of recipients on one connection
 */
public record ClientLimits(int mailMax, int rcptMax, int rcptDomainMax) {
    /** @param parameters in upper case, such as {@code RCPTMAX=100}; names that nobody knows are passed over (§3) */
    static ClientLimits of(List<String> parameters) {
        return new ClientLimits(
                find("MAILMAX=", parameters), find("RCPTMAX=", parameters), find("RCPTDOMAINMAX=", parameters));
    }

    private static int find(String name, List<String> parameters) {
        return parameters.stream()
                .filter(parameter -> parameter.startsWith(name))
                .map(parameter -> parameter.substring(name.length()))
                // §4: six digits, and never 0.
                .filter(value -> value.matches("[1-9][0-9]{0,5}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }
}
