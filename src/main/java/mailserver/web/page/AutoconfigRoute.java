package mailserver.web.page;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.server.MailServer;
import mailserver.server.Service;
import mailserver.web.http.Parameters;
import mailserver.web.http.Problem;

/**
 * What a mail program has to know about an account, as Thunderbird and others ask for it when a person gives them nothing but an
 * address (Mozilla's autoconfiguration file format, version 1.1). Who has no login yet asks; nothing in it is a secret.
 */
public final class AutoconfigRoute {
    private final MailServer server;

    public AutoconfigRoute(MailServer server) {
        this.server = server;
    }

    public void config(ServerRequest request, ServerResponse response) {
        String domain = Parameters.text(request, "emailaddress")
                .map(address -> address.substring(address.lastIndexOf('@') + 1))
                .filter(server.configuration().domains()::contains)
                .orElseGet(() -> server.configuration().domains().getFirst());
        response.header(HeaderNames.CONTENT_TYPE, "text/xml; charset=utf-8");
        response.send(text(domain).getBytes(StandardCharsets.UTF_8));
    }

    private String text(String domain) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">\n");
        xml.append("  <emailProvider id=\"").append(domain).append("\">\n");
        server.configuration()
                .domains()
                .forEach(one -> xml.append("    <domain>").append(one).append("</domain>\n"));
        xml.append("    <displayName>").append(domain).append("</displayName>\n");
        xml.append("    <displayShortName>").append(domain).append("</displayShortName>\n");
        boolean incoming = add(xml, "incomingServer", "pop3", Service.POP3S, "SSL")
                | add(xml, "incomingServer", "pop3", Service.POP3, tls() ? "STARTTLS" : "plain");
        boolean outgoing = add(xml, "outgoingServer", "smtp", Service.SUBMISSIONS, "SSL")
                | add(xml, "outgoingServer", "smtp", Service.SUBMISSION, tls() ? "STARTTLS" : "plain");
        if (!incoming && !outgoing) {
            throw Problem.notFound("this server has no ports for mail programs");
        }
        return xml.append("  </emailProvider>\n</clientConfig>\n").toString();
    }

    private boolean tls() {
        return server.tls().isPresent();
    }

    /** False where the service isn't to be had. */
    private boolean add(StringBuilder xml, String element, String type, Service service, String socket) {
        Optional<Integer> port = server.addresses(service).stream()
                .map(address -> address.getPort())
                .findFirst();
        port.ifPresent(number -> xml.append("    <%s type=\"%s\">%n".formatted(element, type))
                .append("      <hostname>%s</hostname>%n"
                        .formatted(server.configuration().hostname()))
                .append("      <port>%d</port>%n".formatted(number))
                .append("      <socketType>%s</socketType>%n".formatted(socket))
                .append("      <authentication>password-cleartext</authentication>\n")
                .append("      <username>%EMAILADDRESS%</username>\n")
                .append("    </%s>%n".formatted(element)));
        return port.isPresent();
    }
}
