package mailserver.account;

/** What SCRAM makes of a password is made with these, and the client has to know them (RFC 5802 §5.1). */
record ScramParameters(byte[] salt, int iterations) {
    ScramKeys derive(String password) {
        return ScramKeys.of(password, salt, iterations);
    }
}
