package mailserver.cli.support;

import mailserver.mail.Address;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a domain from the command line, in the one spelling that the queue has for it. */
public final class DomainConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        return Address.parse("x@" + text)
                .map(Address::domain)
                .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is not a domain"));
    }
}
