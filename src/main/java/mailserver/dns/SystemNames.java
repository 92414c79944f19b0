package mailserver.dns;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/**
 * Sees to it that the names of hosts in the configuration are looked up as any program on this machine does it. Without it the
 * JDK would find, and load, the provider that is in dnsjava, which can be told by a system property to do it itself.
 */
public final class SystemNames extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration configuration) {
        return configuration.builtinResolver();
    }

    @Override
    public String name() {
        return "the system's";
    }
}
