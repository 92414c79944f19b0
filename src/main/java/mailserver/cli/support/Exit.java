package mailserver.cli.support;

/** The exit codes of every command. */
public final class Exit {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_RUNNING = 3;
    /** EX_CONFIG of sysexits.h. */
    public static final int CONFIGURATION = 78;

    private Exit() {}
}
