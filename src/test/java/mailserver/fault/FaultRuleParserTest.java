package mailserver.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultRuleParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            rcpt bob@* reply 451 4.2.1 "later" times 2 | rcpt | Reply[line=451 4.2.1 later]        | 2          | 0
            rcpt bob@* 451 4.2.1 "try later" times 2   | rcpt | Reply[line=451 4.2.1 try later]    | 2          | 0
            rcpt 451 4.2.1 later times 2               | rcpt | Reply[line=451 4.2.1 later]        | 2          | 0
            data delay 5s                              | data | Delay[time=PT5S]                   | 2147483647 | 0
            dot drop                                   | dot  | Drop[after=false]                  | 2147483647 | 0
            DOT DROP AFTER                             | dot  | Drop[after=true]                   | 2147483647 | 0
            mail drop after 3                          | mail | Drop[after=false]                  | 2147483647 | 3
            mail drop after after 3 times 1            | mail | Drop[after=true]                   | 1          | 3
            pop3 retr slow 10/s                        | retr | Slow[octetsPerSecond=10]           | 2147483647 | 0
            pop3 pass -ERR "wrong"                     | pass | Reply[line=-ERR wrong]             | 2147483647 | 0
            pop3 stat reply +OK                        | stat | Reply[line=+OK a fault on purpose] | 2147483647 | 0
            connect client 10.0.0.0/8 554              | connect | Reply[line=554 a fault on purpose] | 2147483647 | 0
            starttls tls broken                        | starttls | BreakTls[]                     | 2147483647 | 0
            dot disk full                              | dot  | DiskFull[]                         | 2147483647 | 0
            quit garble                                | quit | Garble[]                           | 2147483647 | 0
            rcpt "reply" reply 550                     | rcpt | Reply[line=550 a fault on purpose] | 2147483647 | 0
            """)
    void readsRules(String text, String verb, String action, int times, int after) throws Exception {
        FaultRule rule = FaultRuleParser.parse(text);
        assertEquals(verb, rule.verb());
        assertEquals(action, rule.action().toString());
        assertEquals(times, rule.times());
        assertEquals(after, rule.after());
        assertEquals(text.startsWith("pop3"), rule.pop3());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                       | the rule ends where it should have a verb, such as rcpt, dot or connect
            rcpt                     | the rule ends where it should have an action
            rcpt bob@*               | the rule ends where it should have an action
            send reply 450           | "send" is no verb of SMTP that can fail:
            pop3 rcpt reply -ERR     | "rcpt" is no verb of POP3 that can fail:
            rcpt a b                 | "b" is no action: reply, delay, slow, drop, drop after, garble, tls broken, disk full
            rcpt reply later         | "later" is no reply code such as 451
            pop3 retr reply 451      | "451" is neither +OK nor -ERR
            data delay soon          | "soon" is no time such as 5s
            data slow fast           | "fast" is no pace such as 10/s, in octets
            data slow 0/s            | "0/s" is no pace such as 10/s, in octets
            rcpt drop times many     | "many" is no number
            rcpt drop sometimes      | "sometimes" is neither times N nor after N
            rcpt client home drop    | "home" is no network such as 192.0.2.0/24
            rcpt 450 "open           | a quotation mark has no other
            rcpt disk full           | disk full goes with dot
            quit tls broken          | tls broken goes with starttls and with pop3 stls
            bdat reply 450           | a reply to bdat leaves its octets unread; say dot, which is the end of every message
            starttls tls shiny       | only "broken" can stand there
            """)
    void saysWhatIsWrongWithARule(String text, String message) {
        var problem = assertThrows(FaultRuleParser.RuleException.class, () -> FaultRuleParser.parse(text));
        assertTrue(problem.getMessage().startsWith(message), problem.getMessage());
    }

    @Test
    void theFirstRuleThatFitsCountsSoOftenAsItSays() throws Exception {
        var book = new FaultBook();
        InetAddress here = InetAddress.getByName("127.0.0.1");
        book.add(FaultRuleParser.parse("rcpt client 10.0.0.0/8 550"));
        book.add(FaultRuleParser.parse("rcpt BOB@*.example 450 \"one\" times 1 after 1"));
        book.add(FaultRuleParser.parse("rcpt * 450 \"two\""));
        List<String> answers = List.of("x@y.example", "bob@a.example", "bob@a.example", "bob@a.example").stream()
                .map(address -> book.at(false, "rcpt", List.of(address), here)
                        .orElseThrow()
                        .toString())
                .toList();
        assertEquals(
                List.of("Reply[line=450 two]", "Reply[line=450 two]", "Reply[line=450 one]", "Reply[line=450 two]"),
                answers);
        assertTrue(book.at(true, "rcpt", List.of(""), here).isEmpty());
        assertEquals(
                List.of("1 0 0", "2 3 1", "3 3 3"),
                book.list().stream()
                        .map(one -> one.number() + " " + one.matched() + " " + one.applied())
                        .toList());
        assertEquals(3, book.clear());
        assertEquals(0, book.list().size());
    }
}
