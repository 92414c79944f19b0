package mailserver.queue;

/** What the queue needs of the server around it. */
public record Surroundings(
        NextHops hops, Courier courier, ExchangeCourier exchangers, Maildrops maildrops, Reporter reporter) {}
