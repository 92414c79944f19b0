package mailserver.cli.support;

import mailserver.mail.Address;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address from the command line. */
public final class AddressConverter implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
        return Address.parse(bare(text))
                .orElseThrow(() ->
                        new TypeConversionException("\"" + text + "\" is not an address such as user@example.lan"));
    }

    /** People paste {@code <user@domain>} as they find it in a header. */
    private static String bare(String text) {
        return text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    }

    /** Also takes the {@code postmaster} without a domain that every server knows (RFC 5321 §4.5.1). */
    public static final class OrPostmaster implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            return bare(text).equalsIgnoreCase("postmaster")
                    ? Address.POSTMASTER
                    : new AddressConverter().convert(text);
        }
    }
}
