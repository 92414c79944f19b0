package mailserver.dns;

import java.util.List;

/** Where mail for a domain goes. */
public sealed interface MailExchange {
    /** To one of these, the first one that can be talked to. Never empty, and none without an address. */
    record Hosts(List<ExchangeHost> inOrder) implements MailExchange {
        public Hosts {
            inOrder = List.copyOf(inOrder);
        }

        @Override
        public List<String> inWords() {
            return inOrder.stream().map(ExchangeHost::inWords).toList();
        }
    }

    /** Nowhere, for good. */
    record Nowhere(Obstacle obstacle, String why) implements MailExchange {
        @Override
        public List<String> inWords() {
            return List.of("back to the sender, " + obstacle.code() + " 5." + obstacle.subject() + "."
                    + obstacle.detail() + ": " + why);
        }
    }

    /** Nobody can say at the moment. */
    record Unknown(String why) implements MailExchange {
        @Override
        public List<String> inWords() {
            return List.of("waits, 4.4.3: " + why);
        }
    }

    /** A line for each host, or one that says why there is none. */
    List<String> inWords();

    /** Why there is no way, with what SMTP says to it: the code, and the enhanced status less its class (RFC 3463). */
    enum Obstacle {
        /** RFC 7505 §4.1: the domain says that it takes no mail. */
        NULL_MX(556, 1, 10),
        /** RFC 3463 §3.2: there is no such domain. */
        NO_DOMAIN(550, 1, 2),
        /** RFC 3463 §3.5: a look-up that finds the domain, and nothing that leads on from there. */
        NO_HOST(550, 4, 4),
        /** RFC 3463 §3.5: routing loop detected. */
        LOOP(554, 4, 6);

        private final int code;
        private final int subject;
        private final int detail;

        Obstacle(int code, int subject, int detail) {
            this.code = code;
            this.subject = subject;
            this.detail = detail;
        }

        public int code() {
            return code;
        }

        public int subject() {
            return subject;
        }

        public int detail() {
            return detail;
        }
    }
}
