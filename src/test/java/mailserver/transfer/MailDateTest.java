package mailserver.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailDateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 3 Jun 2024 11:05:30 +0200 | 2024-06-03T09:05:30Z",
                "Mon, 03 Jun 2024 11:05:30 +0200 (CEST) | 2024-06-03T09:05:30Z",
                "3 Jun 24 09:05 GMT | 2024-06-03T09:05:00Z",
                "Mon, 3 Jun 94 05:05:30 EDT | 1994-06-03T09:05:30Z",
                "Thu, 31-Dec-98 23:59:60 +0000 | 1998-12-31T23:59:59Z",
                "Mon, 3 June 2024 09:05:30 | 2024-06-03T09:05:30Z",
            })
    void dates_of_headers(String text, Instant expected) {
        assertEquals(Optional.of(expected), MailDate.ofHeader(text));
    }

    @Test
    void what_is_no_date_is_none() {
        for (String text : new String[] {"", "yesterday", "31 Feb 2024 10:00:00 +0000", "3 Xyz 2024 10:00 +0000"}) {
            assertEquals(Optional.empty(), MailDate.ofHeader(text), text);
        }
        assertEquals(Optional.empty(), MailDate.ofHeader("3 Jun 2024 10:00:00 +9999"));
    }
}
