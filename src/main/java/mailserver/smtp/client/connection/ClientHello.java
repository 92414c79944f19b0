package mailserver.smtp.client.connection;

import java.io.IOException;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/** Greeting, EHLO and what may stand in for it: how a dialogue with a peer begins (RFC 5321 §3.1, §3.2). */
final class ClientHello {
    private final String hostname;
    private final ClientTimeouts timeouts;

    ClientHello(String hostname, ClientTimeouts timeouts) {
        this.hostname = hostname;
        this.timeouts = timeouts;
    }

    /** Waits for the greeting, which must be a welcome. */
    void greeting(ClientDialogue dialogue) throws IOException, ClientFailure {
        Reply reply = dialogue.reply("the connection", timeouts.greeting());
        if (reply.code() / 100 == 2) {
            return;
        }
        if (reply.code() == 521) {
            // RFC 7504: this host never takes mail, and says so for good.
            throw new ClientFailure(new RecipientOutcome.Refused(reply));
        }
        // RFC 5321 §3.1 has 554 for "no SMTP service here". It speaks of the host as it is now, not of our message: a
        // wrong port, a server half configured, a block list. So it is worth another try, as Postfix has found, too.
        throw new ClientFailure(RecipientOutcome.deferred("the connection", reply));
    }

    /** @return what the peer offers, from the start or from here on in TLS */
    ClientExtensions hello(ClientDialogue dialogue) throws IOException, ClientFailure {
        String ehlo = "EHLO " + hostname;
        Reply extended = dialogue.ask(ehlo, timeouts.hello());
        if (extended.code() / 100 == 2) {
            return ClientExtensions.of(extended);
        }
        if (!extended.isPermanent()) {
            throw new ClientFailure(RecipientOutcome.deferred(ehlo, extended));
        }
        String helo = "HELO " + hostname;
        Reply plain = dialogue.ask(helo, timeouts.hello());
        // The servers of a class room may know neither (500, 502): mail goes through without all the same.
        if (plain.code() / 100 != 2 && plain.code() != 500 && plain.code() != 502) {
            // Of the host as it is now, as a greeting with 554 is.
            throw new ClientFailure(RecipientOutcome.deferred(helo, plain));
        }
        return ClientExtensions.NONE;
    }
}
