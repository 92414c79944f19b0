package mailserver.mail;

import java.util.Optional;

/** Where a message comes from and its report goes to. Empty is the null path {@code <>} that reports have (RFC 5321 §4.5.5). */
public record ReversePath(Optional<Address> address) {
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public static ReversePath of(Address address) {
        return new ReversePath(Optional.of(address));
    }

    public boolean isNull() {
        return address.isEmpty();
    }

    /** With its angle brackets. */
    @Override
    public String toString() {
        return "<" + address.map(Address::toString).orElse("") + ">";
    }
}
