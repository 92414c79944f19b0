package mailserver.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mailserver.load.Home;
import mailserver.prove.Kernel.Said;
import mailserver.prove.Promise.Copy;
import mailserver.prove.Promise.Deletion;
import mailserver.prove.Promise.Word;

/**
 * On which line of the trace each promise was made: the line on which the write(2) of the answer to the client began, for from
 * then on the client may have read it.
 */
final class Moments {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Ledger ledger;
    private final Map<String, Integer> acknowledged = new HashMap<>();
    private final Map<Copy, Integer> deletable = new HashMap<>();
    private final Map<Copy, Integer> deleted = new HashMap<>();

    Moments(Ledger ledger, List<Said> said, Home home) {
        this.ledger = ledger;
        Map<Integer, List<Said>> byClient = new TreeMap<>();
        said.forEach(one -> byClient.computeIfAbsent(one.client(), port -> new ArrayList<>())
                .add(one));
        byClient.forEach((client, answers) -> {
            if (answers.getFirst().service() == home.smtpPort()) {
                smtp(answers, ledger.handedIn().getOrDefault(client, List.of()));
            } else {
                pop3(answers, ledger.cleared().getOrDefault(client, List.of()));
            }
        });
    }

    /** The answer behind the nth 354 of a connection is that to its nth message. */
    private void smtp(List<Said> answers, List<String> names) {
        int message = 0;
        for (int i = 0; i + 1 < answers.size() && message < names.size(); i++) {
            if (answers.get(i).text().startsWith("354")) {
                Said answer = answers.get(i + 1);
                if (answer.text().startsWith("250")) {
                    acknowledged.put(names.get(message), answer.begin());
                }
                message++;
            }
        }
    }

    /** Nobody sends anything behind QUIT, so its answer is the last. */
    private void pop3(List<Said> answers, List<Copy> copies) {
        Said last = answers.getLast();
        for (Copy copy : copies) {
            deletable.put(copy, answers.getFirst().begin());
            if (last.text().startsWith("+OK") && ledger.deletion(copy) == Deletion.CONFIRMED) {
                deleted.put(copy, last.begin());
            }
        }
    }

    /** All lines on which a promise was made. */
    List<Integer> lines() {
        return Stream.concat(acknowledged.values().stream(), deleted.values().stream())
                .distinct()
                .sorted()
                .toList();
    }

    int acknowledgements() {
        return acknowledged.size();
    }

    int deletions() {
        return deleted.size();
    }

    /** What had been promised when this line was reached. */
    Ledger asOf(int line) {
        var then = new Ledger();
        for (Promise promise : ledger.promises()) {
            Word word = acknowledged.getOrDefault(promise.name(), NEVER) <= line ? Word.ACKNOWLEDGED : Word.NONE;
            then.add(promise.as(promise.word() == Word.REFUSED ? Word.REFUSED : word));
        }
        deletable.forEach((copy, from) -> {
            if (from <= line) {
                then.deletion(copy, deleted.getOrDefault(copy, NEVER) <= line ? Deletion.CONFIRMED : Deletion.ASKED);
            }
        });
        return then;
    }
}
