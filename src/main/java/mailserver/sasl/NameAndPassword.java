package mailserver.sasl;

import mailserver.mail.Address;

/**
 * What a client shows that sends its password as it is.
 *
 * @param authorization whom it wants to act as; empty for itself
 */
record NameAndPassword(String authorization, String user, String password) {
    Step check(Credentials credentials) {
        if (user.isEmpty() || password.isEmpty()) {
            return new Step.Malformed("the name or the password is empty");
        }
        if (!isSame(credentials, authorization, user)) {
            return new Step.Denied(user, "wants to act as somebody else");
        }
        Address address = credentials.address(user);
        return credentials.verify(address, password)
                ? new Step.Success(address)
                : new Step.Denied(user, "wrong name or password");
    }

    /** Nobody here may act for another (RFC 4422 §3.4.1), but may say twice who they are. */
    static boolean isSame(Credentials credentials, String authorization, String user) {
        return authorization.isEmpty()
                || credentials
                        .address(authorization)
                        .folded()
                        .equals(credentials.address(user).folded());
    }

    @Override
    public String toString() {
        return user + ", password not shown";
    }
}
