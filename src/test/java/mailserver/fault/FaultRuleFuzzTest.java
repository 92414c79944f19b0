package mailserver.fault;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

class FaultRuleFuzzTest {
    /** Any text is a rule or a message. */
    @FuzzTest
    void rule(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        try {
            FaultRuleParser.parse(text);
        } catch (FaultRuleParser.RuleException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("no words for " + text);
            }
        }
    }
}
