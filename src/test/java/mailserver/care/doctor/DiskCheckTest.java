package mailserver.care.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import mailserver.care.doctor.Diagnosis.Level;
import org.junit.jupiter.api.Test;

class DiskCheckTest {
    private static final long GIGABYTE = 1L << 30;
    private static final long MESSAGE = 25L << 20;

    @Test
    void little_room_is_noted_and_next_to_none_is_a_fault() {
        assertEquals(
                Level.OK,
                DiskCheck.octets(20 * GIGABYTE, 100 * GIGABYTE, MESSAGE).level());
        assertEquals(
                Level.NOTE,
                DiskCheck.octets(9 * GIGABYTE, 100 * GIGABYTE, MESSAGE).level());
        assertEquals(
                Level.FAULT, DiskCheck.octets(GIGABYTE, 100 * GIGABYTE, MESSAGE).level());
        assertEquals(
                Level.FAULT, DiskCheck.octets(3 * MESSAGE, 6 * MESSAGE, MESSAGE).level());
        assertEquals(Level.OK, DiskCheck.inodes(40).level());
        assertEquals(Level.NOTE, DiskCheck.inodes(95).level());
        assertEquals(Level.FAULT, DiskCheck.inodes(99).level());
    }

    @Test
    void df_is_read_where_it_knows() {
        String df = "Filesystem  Inodes IUsed IFree IUse% Mounted on\n/dev/x 100 7 93 7% /\n";
        assertEquals(Optional.of(7), DiskCheck.percent(df));
        assertEquals(Optional.empty(), DiskCheck.percent(df.replace("7%", "-")));
        assertEquals(Optional.empty(), DiskCheck.percent("df: no such option\n"));
    }
}
