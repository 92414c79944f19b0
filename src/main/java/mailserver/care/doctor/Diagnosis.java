package mailserver.care.doctor;

/**
 * What was found out about one thing.
 *
 * @param topic  such as {@code disk}; a promise to programs
 * @param words  how it is
 * @param remedy what to do; empty when all is well
 */
public record Diagnosis(Level level, String topic, String words, String remedy) {
    /** How bad it is. */
    public enum Level {
        OK("ok"),
        /** It works, and should not stay so. */
        NOTE("note"),
        /** Mail is in danger, or doesn't flow. */
        FAULT("fault");

        private final String label;

        Level(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    static Diagnosis ok(String topic, String words) {
        return new Diagnosis(Level.OK, topic, words, "");
    }

    static Diagnosis note(String topic, String words, String remedy) {
        return new Diagnosis(Level.NOTE, topic, words, remedy);
    }

    static Diagnosis fault(String topic, String words, String remedy) {
        return new Diagnosis(Level.FAULT, topic, words, remedy);
    }
}
