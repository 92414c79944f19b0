package mailserver.cli;

import mailserver.mail.Address;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address from the command line. */
final class AddressConverter implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
        return Address.parse(text)
                .orElseThrow(() ->
                        new TypeConversionException("\"" + text + "\" is not an address such as user@example.lan"));
    }
}
