package mailserver.cli;

/** The exit codes of every command. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_RUNNING = 3;
    /** EX_CONFIG of sysexits.h. */
    static final int CONFIGURATION = 78;

    private Exit() {}
}
