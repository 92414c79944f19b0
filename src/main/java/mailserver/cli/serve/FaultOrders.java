package mailserver.cli.serve;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mailserver.control.ControlAnswer;
import mailserver.fault.FaultRule;
import mailserver.fault.FaultRuleParser;
import mailserver.server.MailServer;
import mailserver.time.ScaledClock;
import org.tinylog.Logger;

/** What those may ask of a server who test programs with it: that it misbehaves, and that time passes. */
record FaultOrders(MailServer server, InstantSource clock) {
    private static final ControlAnswer OFF = ControlAnswer.error(
            "this server is not to misbehave; [faults] enabled = true in etc/mailserver.toml and a restart allow it");

    ControlAnswer add(String text) {
        if (server.faults().isEmpty()) {
            return OFF;
        }
        try {
            FaultRule rule = FaultRuleParser.parse(text);
            int number = server.faults().get().add(rule);
            Logger.warn("fault {} on purpose: {}", number, rule.text());
            return ControlAnswer.ok("fault " + number + ": " + rule.text());
        } catch (FaultRuleParser.RuleException e) {
            return ControlAnswer.error(e.getMessage());
        }
    }

    /** An object of JSON a line. */
    ControlAnswer list() {
        if (server.faults().isEmpty()) {
            return OFF;
        }
        List<String> lines = server.faults().get().list().stream()
                .map(one -> one.json().toString())
                .toList();
        return ControlAnswer.ok(lines);
    }

    ControlAnswer clear() {
        return server.faults()
                .map(book -> {
                    int count = book.clear();
                    return ControlAnswer.ok(count == 1 ? "1 fault is gone" : count + " faults are gone");
                })
                .orElse(OFF);
    }

    ControlAnswer advance(Duration by) {
        if (!(clock instanceof ScaledClock scaled)) {
            return ControlAnswer.error(
                    "only the clock of a lab or a test can be moved on; this server's is that of the world");
        }
        scaled.advance(by);
        Logger.warn("the clock was moved on to {}", scaled.instant());
        return ControlAnswer.ok("it is " + scaled.instant() + " now");
    }
}
