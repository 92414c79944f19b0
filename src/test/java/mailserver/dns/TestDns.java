package mailserver.dns;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mailserver.config.value.HostPort;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on the loopback, by UDP and TCP, that says what its zone says, but for the faults it was given; and remembers
 * what it was asked. What its zone doesn't have doesn't exist.
 */
public final class TestDns implements AutoCloseable {
    public sealed interface Fault {
        /** Answers with this code, a constant of {@link Rcode}. */
        record Code(int rcode) implements Fault {}

        /** Says nothing. */
        record Silent() implements Fault {}

        /** Knows somebody else who knows, and does not ask there. */
        record Refers() implements Fault {}

        /** Has nothing, and looks nothing up either. */
        record Shrugs() implements Fault {}

        /** Tells of one alias, and not what that leads to. */
        record OneAliasOnly() implements Fault {}

        /** Too long for UDP. */
        record OnlyByTcp() implements Fault {}

        /** Answers another question. */
        record OffTopic() implements Fault {}

        /** Sends something else than a reply. */
        record Garbage() implements Fault {}

        /** Has never heard of EDNS. */
        record NoEdns() implements Fault {}
    }

    private static final Name ANYTHING = Name.root;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> zone = new CopyOnWriteArrayList<>();
    private final Map<Name, Fault> faults = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private TestDns(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    public static TestDns start() throws IOException {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        while (true) {
            var tcp = new ServerSocket(0, 50, here);
            try {
                var dns = new TestDns(new DatagramSocket(new InetSocketAddress(here, tcp.getLocalPort())), tcp);
                Thread.ofVirtual().start(dns::serveUdp);
                Thread.ofVirtual().start(dns::serveTcp);
                return dns;
            } catch (BindException e) {
                // Somebody else's, in UDP; then another one.
                tcp.close();
            }
        }
    }

    public HostPort place() {
        return new HostPort("127.0.0.1", udp.getLocalPort());
    }

    /** Adds the lines of a zone file, such as {@code other.example. 300 IN MX 10 mx.other.example.} */
    public TestDns with(String lines) {
        try (var master =
                new Master(new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), Name.root, 300)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                zone.add(record);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For questions about this name. */
    public TestDns with(String name, Fault fault) {
        faults.put(name(name), fault);
        return this;
    }

    /** For every question. */
    public TestDns with(Fault fault) {
        faults.put(ANYTHING, fault);
        return this;
    }

    /** Without faults from now on. A server that asks meanwhile gets the fault or what the zone has, and nothing in between. */
    public TestDns healed() {
        faults.clear();
        return this;
    }

    /** Does what it should from now on, and forgets the zone, too. */
    public TestDns anew() {
        faults.clear();
        zone.clear();
        return this;
    }

    /** Each question, such as {@code other.example. MX}, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void serveUdp() {
        var buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Optional<byte[]> reply = reply(query, true);
                if (reply.isPresent()) {
                    udp.send(new DatagramPacket(reply.get(), reply.get().length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, or no query.
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                Optional<byte[]> reply = reply(query, false);
                if (reply.isPresent()) {
                    var out = new DataOutputStream(client.getOutputStream());
                    out.writeShort(reply.get().length);
                    out.write(reply.get());
                    out.flush();
                }
            } catch (IOException e) {
                // Closed, or no query.
            }
        }
    }

    private Optional<byte[]> reply(Message query, boolean overUdp) {
        Record question = query.getQuestion();
        asked.add(question.getName() + " " + Type.string(question.getType()));
        Optional<Fault> fault =
                Optional.ofNullable(faults.get(question.getName())).or(() -> Optional.ofNullable(faults.get(ANYTHING)));
        var reply = new Message(query.getHeader().getID());
        reply.addRecord(question, Section.QUESTION);
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        if (fault.isEmpty()) {
            answer(reply, question, true);
            return Optional.of(reply.toWire());
        }
        switch (fault.get()) {
            case Fault.Code(int rcode) -> reply.getHeader().setRcode(rcode);
            case Fault.Silent() -> {
                return Optional.empty();
            }
            case Fault.Refers() -> reply.addRecord(record("example. 300 IN NS ns.example."), Section.AUTHORITY);
            case Fault.Shrugs() -> reply.getHeader().unsetFlag(Flags.RA);
            case Fault.OneAliasOnly() -> answer(reply, question, false);
            case Fault.OnlyByTcp() -> {
                if (overUdp) {
                    reply.getHeader().setFlag(Flags.TC);
                } else {
                    answer(reply, question, true);
                }
            }
            case Fault.OffTopic() -> {
                reply.removeAllRecords(Section.QUESTION);
                reply.addRecord(Record.newRecord(name("else.example"), question.getType(), 1), Section.QUESTION);
            }
            case Fault.Garbage() -> {
                byte[] garbage = new byte[40];
                Arrays.fill(garbage, (byte) 0xC0);
                garbage[0] = (byte) (query.getHeader().getID() >> 8);
                garbage[1] = (byte) query.getHeader().getID();
                return Optional.of(garbage);
            }
            case Fault.NoEdns() -> {
                if (query.getOPT() != null) {
                    reply.getHeader().setRcode(Rcode.FORMERR);
                } else {
                    answer(reply, question, true);
                }
            }
        }
        return Optional.of(reply.toWire());
    }

    private void answer(Message reply, Record question, boolean whole) {
        Name name = question.getName();
        List<Record> found = records(name, question.getType());
        List<Record> alias = records(name, Type.CNAME);
        for (int i = 0; found.isEmpty() && !alias.isEmpty() && i < 20; i++) {
            if (!reply.findRecord(alias.getFirst())) {
                reply.addRecord(alias.getFirst(), Section.ANSWER);
            }
            if (!whole) {
                return;
            }
            name = ((CNAMERecord) alias.getFirst()).getTarget();
            found = records(name, question.getType());
            alias = records(name, Type.CNAME);
        }
        found.forEach(record -> reply.addRecord(record, Section.ANSWER));
        if (found.isEmpty()) {
            Name last = name;
            if (zone.stream().noneMatch(record -> record.getName().equals(last))) {
                reply.getHeader().setRcode(Rcode.NXDOMAIN);
            }
            reply.addRecord(record("example. 300 IN SOA ns.example. root.example. 1 2 3 4 60"), Section.AUTHORITY);
        }
    }

    private List<Record> records(Name name, int type) {
        return zone.stream()
                .filter(record -> record.getName().equals(name) && record.getType() == type)
                .toList();
    }

    private static Record record(String line) {
        try (var master = new Master(new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII)), Name.root)) {
            return master.nextRecord();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
