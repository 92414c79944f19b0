package mailserver.config;

/** Does the work of checking a bcrypt hash of a given cost, for no result. */
final class DummyHash {
    private static final String SALT_AND_HASH = "./A".repeat(17) + "./";

    private DummyHash() {}

    static void compute(int cost) {
        new Secret.BlowfishCrypt("$2y$%02d$%s".formatted(cost, SALT_AND_HASH)).matches("nobody");
    }
}
