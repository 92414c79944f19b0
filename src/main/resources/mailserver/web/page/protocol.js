// What each line of a conversation means, and where that is written down.
const COMMANDS = [
  [/^EHLO\b/i, 'The client says who it is, and asks what the server can do.', 'RFC 5321 §4.1.1.1'],
  [/^HELO\b/i, 'The client says who it is, in the old way.', 'RFC 5321 §4.1.1.1'],
  [/^MAIL FROM:<>/i, 'A message begins whose sender wants no reports: it is one itself.', 'RFC 5321 §4.5.5'],
  [/^MAIL FROM/i, 'A message begins: who sends it, and to whom reports go. This is the envelope, not the From line.', 'RFC 5321 §4.1.1.2'],
  [/^RCPT TO/i, 'For whom the message is, one line for each. Each is answered by itself.', 'RFC 5321 §4.1.1.3'],
  [/^DATA\b/i, 'Now comes the text, to its end: a dot alone on a line.', 'RFC 5321 §4.1.1.4'],
  [/^BDAT\b.*LAST/i, 'The last piece of the text, with its length in octets.', 'RFC 3030 §2'],
  [/^BDAT\b/i, 'A piece of the text, with its length in octets instead of a dot at the end.', 'RFC 3030 §2'],
  [/^RSET\b/i, 'Whatever was begun is forgotten.', 'RFC 5321 §4.1.1.5'],
  [/^NOOP\b/i, 'Nothing; only to see whether the other one answers.', 'RFC 5321 §4.1.1.9'],
  [/^QUIT\b/i, 'The client says goodbye.', 'RFC 5321 §4.1.1.10'],
  [/^VRFY\b/i, 'Whether somebody of that name is here.', 'RFC 5321 §4.1.1.6'],
  [/^STARTTLS\b/i, 'From here on the connection is encrypted.', 'RFC 3207 §4'],
  [/^AUTH\b/i, 'The client logs in; what follows is not shown.', 'RFC 4954 §4'],
  [/^ETRN\b/i, 'The client asks for the mail that waits for a domain.', 'RFC 1985 §5'],
  [/^XCLIENT\b|^PROXY\b/i, 'Something in between says who the client really is.', 'HAProxy proxy-protocol'],
  [/^POST\b/i, 'The message was handed in over HTTP, by the rules of submission.', 'RFC 6409'],
  [/^(USER|PASS)\b/i, 'A name or a password for a mailbox.', 'RFC 1939 §7'],
  [/^\.$/, 'The end of the text. From the answer on, the server is responsible for the message.', 'RFC 5321 §4.1.1.4, §6.1'],
  [/^\(?.*(octets|bytes|lines).*\)?$/i, 'The text of the message itself.', 'RFC 5322'],
];

const REPLIES = [
  [/^220/, 'The server is ready and says its name.', 'RFC 5321 §4.3.1'],
  [/^221/, 'The server closes the connection.', 'RFC 5321 §4.2.2'],
  [/^235/, 'The login was right.', 'RFC 4954 §6'],
  [/^250[ -].*queued as/i, 'The message is on disk: from here on this server is responsible for it.', 'RFC 5321 §6.1'],
  [/^250[- ](SIZE)/, 'The largest message that is taken.', 'RFC 1870 §4'],
  [/^250[- ](PIPELINING)/, 'Commands may be sent without waiting for each answer.', 'RFC 2920 §2'],
  [/^250[- ](8BITMIME)/, 'Texts may have letters beyond ASCII.', 'RFC 6152'],
  [/^250[- ](SMTPUTF8)/, 'Addresses may have letters beyond ASCII.', 'RFC 6531 §3'],
  [/^250[- ](CHUNKING)/, 'Texts may come in pieces with BDAT.', 'RFC 3030 §2'],
  [/^250[- ](BINARYMIME)/, 'Texts may be any octets.', 'RFC 3030 §3'],
  [/^250[- ](STARTTLS)/, 'The connection can be encrypted.', 'RFC 3207 §2'],
  [/^250[- ](AUTH)/, 'In which ways one can log in.', 'RFC 4954 §3'],
  [/^250[- ](DSN)/, 'Senders may ask for reports.', 'RFC 3461 §4'],
  [/^250[- ](ENHANCEDSTATUSCODES)/, 'Answers carry a second code such as 2.1.5.', 'RFC 2034 §3'],
  [/^250[- ](ETRN)/, 'Waiting mail can be asked for.', 'RFC 1985 §4'],
  [/^250[- ](DELIVERBY)/, 'A message may say until when it is of use.', 'RFC 2852 §2'],
  [/^250[- ](FUTURERELEASE)/, 'A message may say when it is to go.', 'RFC 4865 §3'],
  [/^250[- ](MT-PRIORITY)/, 'A message may say how urgent it is.', 'RFC 6710 §3'],
  [/^250[- ](REQUIRETLS)/, 'A message may insist on encryption all the way.', 'RFC 8689 §2'],
  [/^250[- ](HELP)/, 'Commands are explained on request.', 'RFC 5321 §4.1.1.8'],
  [/^250[- ](LIMITS)/, 'How many recipients and messages are taken at once.', 'RFC 9422 §3'],
  [/^250.*octets received/, 'This piece of the text has come.', 'RFC 3030 §2'],
  [/^250/, 'Yes, done.', 'RFC 5321 §4.2.2'],
  [/^251/, 'Not here, but it will be sent on.', 'RFC 5321 §3.4'],
  [/^252/, 'It is not told who is here; mail is taken.', 'RFC 5321 §3.5.3'],
  [/^334/, 'The next step of the login.', 'RFC 4954 §4'],
  [/^354/, 'Go on with the text; it ends with a dot alone on a line.', 'RFC 5321 §4.2.2'],
  [/^421/, 'The server can do no more just now, and closes. Try again later.', 'RFC 5321 §4.2.2'],
  [/^450/, 'Not now: try again later.', 'RFC 5321 §4.2.2'],
  [/^451/, 'Something is wrong here; try again later.', 'RFC 5321 §4.2.2'],
  [/^452/, 'There is no room just now; try again later.', 'RFC 5321 §4.2.2'],
  [/^4\d\d/, 'A passing trouble: the client keeps the message and tries again.', 'RFC 5321 §4.2.1'],
  [/^500|^501|^502|^503|^504/, 'The command was not understood, or not in its place.', 'RFC 5321 §4.2.4'],
  [/^530/, 'First encrypt, or log in.', 'RFC 4954 §6, RFC 3207 §4'],
  [/^535/, 'The login was wrong.', 'RFC 4954 §6'],
  [/^550/, 'No: nobody of that name, or not allowed. The message goes back to its sender.', 'RFC 5321 §4.2.2'],
  [/^551/, 'Not here, and it is not sent on.', 'RFC 5321 §3.4'],
  [/^552/, 'The message is too large.', 'RFC 1870 §6'],
  [/^553/, 'That address is written wrongly.', 'RFC 5321 §4.2.2'],
  [/^554/, 'No, for good.', 'RFC 5321 §4.2.2'],
  [/^5\d\d/, 'A lasting refusal: the message goes back to its sender.', 'RFC 5321 §4.2.1'],
];

const LISTS = {client: COMMANDS, server: REPLIES};

/** The classes of the second code (RFC 3463 §3). */
const CLASSES = {0: 'anything', 1: 'the address', 2: 'the mailbox', 3: 'the mail system', 4: 'the network', 5: 'the protocol', 6: 'the content', 7: 'policy'};

export function meaning(from, text) {
  const found = LISTS[from].find(([pattern]) => pattern.test(text));
  const enhanced = from === 'server' ? /^\d{3}[ -][245]\.(\d)\.\d{1,3}\b/.exec(text) : null;
  const more = enhanced && CLASSES[enhanced[1]] && enhanced[1] !== '0' ? ` The second code speaks of ${CLASSES[enhanced[1]]} (RFC 3463 §3).` : '';
  return found ? `${found[1]}${more} ${found[2]}` : more.trim();
}
