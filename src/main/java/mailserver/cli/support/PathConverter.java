package mailserver.cli.support;

import java.util.Optional;
import mailserver.mail.ReversePath;
import picocli.CommandLine.ITypeConverter;

/** Reads a sender from the command line: an address, or {@code <>}, which reports come from. */
public final class PathConverter implements ITypeConverter<ReversePath> {
    @Override
    public ReversePath convert(String text) {
        return text.equals("<>")
                ? ReversePath.NULL
                : new ReversePath(Optional.of(new AddressConverter().convert(text)));
    }
}
