package mailserver.server;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import mailserver.config.Configuration;
import mailserver.config.value.DnsSettings;
import mailserver.dns.DnsMailExchangers;
import mailserver.dns.LocalMachine;
import mailserver.dns.MailExchange;
import mailserver.dns.MailExchangers;

/**
 * Asks DNS as {@code [dns]} says at the moment. Before the first question there is nothing that could ask: no thread, and no
 * class of the library for DNS. What is remembered is forgotten when {@code [dns]} changes.
 */
public final class ConfiguredExchangers implements MailExchangers {
    private record Current(DnsSettings settings, MailExchangers exchangers) {}

    private final Supplier<Configuration> configuration;
    private final Supplier<List<InetSocketAddress>> listening;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Current> current = Optional.empty();

    /** @param listening where we take mail from other servers */
    ConfiguredExchangers(
            Supplier<Configuration> configuration, Supplier<List<InetSocketAddress>> listening, InstantSource clock) {
        this.configuration = configuration;
        this.listening = listening;
        this.clock = clock;
    }

    /** As a server with this configuration would ask, should it run. */
    public static ConfiguredExchangers of(Configuration configuration) {
        return new ConfiguredExchangers(
                () -> configuration,
                () -> configuration.smtp().listen().stream()
                        .map(place -> new InetSocketAddress(place.host(), place.port()))
                        .toList(),
                InstantSource.system());
    }

    @Override
    public MailExchange find(String domain) {
        return exchangers(configuration.get()).find(domain);
    }

    private MailExchangers exchangers(Configuration now) {
        lock.lock();
        try {
            Current fit = current.filter(known -> known.settings().equals(now.dns()))
                    .orElseGet(() -> new Current(now.dns(), exchangers(now.hostname(), now.dns())));
            current = Optional.of(fit);
            return fit.exchangers();
        } finally {
            lock.unlock();
        }
    }

    private MailExchangers exchangers(String hostname, DnsSettings dns) {
        return new DnsMailExchangers(
                dns.servers(),
                new LocalMachine(hostname, dns.smtpPort(), listening),
                () -> ThreadLocalRandom.current().nextLong(),
                clock);
    }
}
