package mailserver.netns;

import java.io.IOException;
import java.net.InetAddress;
import mailserver.load.Programs;

/** A switch with a cable to each machine that is plugged in, and one to the program itself. */
public final class Network {
    private final String name;
    private final String prefix;
    private final InetAddress own;

    private Network(String name, String prefix, InetAddress own) {
        this.name = name;
        this.prefix = prefix;
        this.own = own;
    }

    /**
     * Makes one of 254 addresses.
     *
     * @param name   of at most six letters
     * @param prefix its first three numbers, as in 10.0.0
     */
    public static Network make(String name, String prefix) throws IOException {
        if (!Enclosure.isInside()) {
            throw new IllegalStateException("would change the real machine's networks");
        }
        String own = prefix + ".254";
        Programs.run("ip", "link", "add", "name", name, "type", "bridge");
        Programs.run("ip", "address", "add", own + "/24", "dev", name);
        Programs.run("ip", "link", "set", name, "up");
        return new Network(name, prefix, InetAddress.getByName(own));
    }

    /** The program's own address. */
    public InetAddress own() {
        return own;
    }

    public String address(int number) {
        return prefix + "." + number;
    }

    /** Gives a machine an address here. */
    public void plug(Machine machine, int number) throws IOException {
        String cable = cable(machine);
        Programs.run(
                "ip",
                "link",
                "add",
                "name",
                cable,
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                Long.toString(machine.init()));
        machine.run("ip", "address", "add", address(number) + "/24", "dev", name);
        machine.run("ip", "link", "set", name, "up");
        Programs.run("ip", "link", "set", cable, "up");
        join(machine);
    }

    /** From now on nothing gets from or to the machine over this network; no side is told. */
    public void cut(Machine machine) throws IOException {
        Programs.run("ip", "link", "set", cable(machine), "nomaster");
    }

    /** Undoes {@link #cut}. */
    public void join(Machine machine) throws IOException {
        Programs.run("ip", "link", "set", cable(machine), "master", name);
    }

    private String cable(Machine machine) {
        return name + "-" + machine.name();
    }
}
