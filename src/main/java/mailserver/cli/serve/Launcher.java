package mailserver.cli.serve;

/**
 * Tells bin/mailserver, which waits behind a pipe for {@code start} and {@code restart}, how it went: the last line says
 * {@code launcher: CODE}, and the end of the output lets the script go while this process goes on.
 */
public final class Launcher {
    private static final String PROPERTY = "mailserver.launcher";

    private Launcher() {}

    /** Only the first call is heard. */
    public static void report(int exitCode) {
        if (System.getProperty(PROPERTY) == null) {
            return;
        }
        System.err.flush();
        System.out.println("launcher: " + exitCode);
        System.out.flush();
        // The JDK puts /dev/null in the place of a standard stream that is closed: later prints go nowhere.
        System.out.close();
        System.err.close();
    }
}
