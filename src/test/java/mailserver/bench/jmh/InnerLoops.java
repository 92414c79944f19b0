package mailserver.bench.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import mailserver.PiecewiseSocket;
import mailserver.bench.Filler;
import mailserver.mail.Measure;
import mailserver.wire.BareNewlines;
import mailserver.wire.Connection;
import mailserver.wire.DataReader;
import mailserver.wire.DataWriter;
import mailserver.wire.Line;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The loops that every octet of a message goes through. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InnerLoops {
    /** Of the message, in octets. */
    @Param({"4096", "1000000"})
    public int size;

    private byte[] wire;
    private byte[] text;
    private Connection lines;

    @Setup
    public void setUp() throws IOException {
        wire = Filler.wire(size);
        text = Filler.text(size).getBytes(StandardCharsets.US_ASCII);
        byte[] commands = "RCPT TO:<somebody@here.example>\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII);
        lines = new Connection(new PiecewiseSocket(Collections.nCopies(Integer.MAX_VALUE, commands)));
    }

    /** One command line; the size plays no part. */
    @Benchmark
    public Line lineReader() throws IOException {
        return lines.readLine(512);
    }

    /** A message from the wire: finds its end, unstuffs dots, makes line ends LF. */
    @Benchmark
    public int dotReader(Blackhole hole) throws IOException {
        var reader = new DataReader((octets, offset, length) -> hole.consume(octets), BareNewlines.NORMALIZE);
        return reader.accept(wire, 0, wire.length);
    }

    /** A message to the wire. */
    @Benchmark
    public void dotWriter(Blackhole hole) throws IOException {
        var writer = new DataWriter((octets, offset, length) -> hole.consume(octets));
        writer.write(text, 0, text.length);
        writer.finish();
    }

    /** SHA-256 and the sizes. */
    @Benchmark
    public String digest() {
        var measure = new Measure();
        measure.update(text, 0, text.length);
        return measure.sha256();
    }
}
