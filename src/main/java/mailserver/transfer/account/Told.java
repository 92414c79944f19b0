package mailserver.transfer.account;

/** Who hears of what was met in another server's file. */
public interface Told {
    /** This server can't do what the line says; it was left out, or a part of it. */
    void leftOut(int line, String words);

    /** What the line says is here already and says something else here, which stays. */
    void kept(int line, String words);
}
