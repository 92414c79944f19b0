package mailserver.config;

/** The commented configuration that a first start writes: every key in place, with its default. */
public final class DefaultConfiguration {
    // "#key" without a space is a key to uncomment, "# word" is prose; a test reads the file both ways.
    private static final String TEXT = """
        # Configuration of this mail server (TOML, https://toml.io).
        #
        # A line that begins with "#" and no space is a key with its default: take the "#" away to change it.
        # An unknown key or an impossible value is an error; "bin/mailserver check" names file and line.
        # "bin/mailserver reload" makes a running server read this file again.
        #
        # Sizes: 25, "25 B", "25 KB", "25 MB", "25 GB" (thousands), "25 KiB", "25 MiB", "25 GiB" (1024s).
        # Times: "500ms", "30s", "5m", "4h", "5d", "1h30m".
        # Addresses: "host:port", "[::1]:port", "*:port" (all of this machine's). Port 0 picks a free one; "status" says which.

        # The name of this machine: in the greeting, in Received lines, in message ids.
        hostname = "${hostname}"

        # Mail for these domains is kept here. Not possible as a domain: queue, run, log.
        domains = ["${hostname}"]

        [smtp]
        # Where other servers and trusted hosts bring mail. An empty list turns SMTP off.
        #listen = ["[::]:2525"]

        # Load balancers, as addresses or networks, that say on each connection whom they bring (the PROXY protocol, versions 1
        # and 2: docs/ports.md). Nobody else there gets in.
        #proxy_from = []

        # A message may hold lines that end in a bare LF or a bare CR, though it must not: "normalize" takes these for
        # line ends, because honest scripts and devices send them; "refuse" turns such a message away. Either way they
        # never end a message, so that nobody can smuggle a second one in.
        #bare_newlines = "normalize"

        [submission]
        # Where people hand in the mail they write: here everybody has to log in. "listen" begins in the clear and goes on
        # in TLS (STARTTLS), "listen_tls" is in TLS from the first byte.
        #listen = ["[::]:2587"]
        #listen_tls = ["[::]:2465"]

        # As in [smtp].
        #proxy_from = []

        [pop3]
        # Where people fetch their mail, with STLS, or in TLS from the first byte. An empty list turns it off.
        #listen = ["[::]:2110"]
        #listen_tls = ["[::]:2995"]

        # As in [smtp].
        #proxy_from = []

        # Extensions that are not offered: "TOP", "UIDL", "USER" (nobody can log in then), "PIPELINING", "RESP-CODES",
        # "AUTH-RESP-CODE", "LOGIN-DELAY", "EXPIRE", "IMPLEMENTATION", "UTF8", "LANG".
        #without = []

        # How long an account has to wait from one login to the next. "0s": not at all.
        #login_delay = "0s"

        # Messages that have been in a mailbox for longer than this are removed for good, read or not, once a day:
        # "30d", or any other number of days. "never" removes none.
        #expire = "never"

        [trust]
        # Clients in these networks may send mail to peers without a login.
        #networks = ["127.0.0.0/8", "::1/128"]

        # Who may log in with a password that others on the network can read, for want of TLS:
        # "never" nobody, "trusted" the networks above, "always" everybody.
        #plaintext_passwords = "trusted"

        [tls]
        # The server's certificate, with those of its issuers behind it, and its key, both PEM, seen from the home folder.
        # When neither file is there the first start makes them. New files are taken without a restart.
        #certificate = "etc/tls/cert.pem"
        #key = "etc/tls/key.pem"

        [limits]
        # The biggest message that is taken.
        #message_size = "25 MiB"

        # Recipients of one message.
        #recipients = 1000

        # Connections at once, all together, and from one IPv4 address or one IPv6 /64 (trusted networks: the first only).
        #sessions = 10000
        #sessions_per_address = 200

        # A client that says nothing for so long is cut off; POP3 gives twice as much. RFC 5321 asks for five minutes at least.
        # To log in there is as much time in all, and for a stranger from one message to the next six times as much.
        #idle = "5m"

        # So many faulty commands end a session.
        #errors = 20

        # How many messages somebody who has logged in may hand in within an hour, whatever number of recipients each has;
        # and how many a trusted host may without a login. A number, or "unlimited".
        #login_messages_per_hour = 3600
        #host_messages_per_hour = "unlimited"

        # How much a mailbox may hold: a size, or "unlimited". A line in etc/accounts can say otherwise, with :quota=1G behind its hash.
        # Who is at 90 % gets a message about it; mail for a full mailbox is put off (452 4.2.2).
        #mailbox = "unlimited"

        [retention]
        # Messages that have been in a mailbox for more than so many days are removed for good, read or not, once a day. 0: none are.
        # Where pop3.expire says something, too, the shorter time counts; POP3 clients are told.
        #days = 0

        [retention.mailboxes]
        # The same for one mailbox instead. Example:
        #    "scanner@lan.example" = 30

        [peers]
        # Where mail for other domains goes, one line each. "*.lab" means every domain below lab, not lab itself.
        # Examples:
        #    "gmail.com" = "10.32.8.214:2025"
        #    "*.lab"     = "10.0.0.7:25"
        # The way to a peer is encrypted when the peer can do TLS, and in the clear when not or when TLS fails. A table says more:
        #    "two.lan"   = { host = "10.0.0.2:2525", pin = "sha256:0c4d…64 digits" }
        #    "three.lan" = { host = "mail.three.lan:25", authority = "etc/tls/ca.pem" }
        #    "four.lan"  = { host = "10.0.0.4:25", tls = "require" }
        #    "five.lan"  = { host = "10.0.0.5:25", tls = "off" }
        # tls            "off"; "try", as without a table; "require": no mail leaves in the clear, but any certificate will do.
        # pin            mail leaves only when the peer shows this certificate; "bin/mailserver tls" prints its own fingerprint.
        # authority      mail leaves only when one of the certificates in this PEM file vouches for the peer's, and that is for
        #                the host named here.
        # user           the name to log in with, where the peer wants that; only over TLS, or to this very machine.
        # password_file  a file whose first line is the password; nobody else should be able to read it (chmod 600).

        [relay]
        # Mail for a domain that neither [peers] nor the zone file knows: "refuse" it (a closed world, mail can
        # never leave); or pass it to one server that knows more: "host:port", or a table as in [peers]:
        #    { host = "smarthost.example:587", tls = "require", user = "us", password_file = "etc/peer-password" }
        # or "mx": ask DNS for each domain's own mail servers, and talk to them as to a peer without a table.
        #otherwise = "refuse"

        # A pseudo-DNS file, seen from the home folder:
        #    [MX] "domain." = "host."     [P] "host." = port     [A] "host." = "address" (else localhost)
        #zone = ""

        # How long to wait after each attempt that failed; the last one repeats.
        #retry = ["5s", "30s", "2m", "10m", "30m", "1h", "2h", "4h"]

        # Mail that could not be delivered for so long goes back to its sender.
        #expire = "5d"

        # The sender is told once that mail is late. Longer than expire: never.
        #delay_notice = "4h"

        # Connections at once, to one server and to all of them together.
        #per_peer = 4
        #connections = 50

        [dns]
        # Only otherwise = "mx" looks anything up here; without it nobody is asked. (A host that [peers], otherwise or the zone
        # file names is looked up as any program on this machine does it, wherever that asks; one given by its address isn't.)

        # The name servers, by address: "192.0.2.53", "192.0.2.53:5353", "[2001:db8::53]:53". They must look things up for
        # us (be recursive). None: those that this machine is set up with, in /etc/resolv.conf.
        #servers = []

        # The port of the mail servers that DNS names. 25 everywhere but in a lab.
        #smtp_port = 25

        # Several servers with the same mailboxes on a shared file system, each of which goes on with the queue of one that died
        # (docs/cluster.md). Accounts, aliases and mailboxes are in the shared folder then, not here. To make this server one of them:
        #    [cluster]
        #    node   = "a"            letters and digits; each has a name of its own
        #    shared = "/srv/mail"    the same folder on every node
        #    lease  = "15s"          how long a silent node keeps its queue

        [log]
        # "error", "warn", "info", or "debug", which adds every command and reply, secrets blanked. Lines are written up to 20 ms
        # behind what they tell; what is lost when the process is killed is at most that.
        #level = "info"

        # "text", for people; "json", an object a line, in the same files; "journald": to systemd's journal instead of to files
        # ("journalctl -t mailserver"), where there is one.
        #format = "text"

        [web]
        # The page for people and the HTTP interface for programs: docs/page.md, docs/http.md. Without a line here it is off. "listen" is in the clear: on the loopback
        # only, or in a network where nobody listens in; "listen_tls" is in TLS from the first byte.
        listen = ["127.0.0.1:2080"]
        #listen_tls = []

        # The accounts that see the queue, the server and all transcripts.
        #admins = ["postmaster@${hostname}"]

        # Whether they may read everybody's mail, too.
        #open_mailboxes = false

        [transcripts]
        # What was said about each message, by clients and by peers, without passwords and without the message itself: kept in
        # maildir/log for so long ("0": not at all), and up to so much, the oldest out first.
        #keep = "7d"
        #size = "200 MiB"

        [hooks]
        # Who is told of each message that has come into a mailbox: a program and its arguments, which finds JSON on its standard
        # input, and a URL that the same is posted to. Both are tried again until they succeed.
        #on_delivery = []
        #url = ""

        [faults]
        # Whether "bin/mailserver fault add" may make this server misbehave, to test the programs that talk to it.
        #enabled = false
        """;

    private DefaultConfiguration() {}

    public static String text(String hostname) {
        return TEXT.replace("${hostname}", hostname);
    }
}
