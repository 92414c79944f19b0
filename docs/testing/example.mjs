// A program that sends mail, and its test: npm install nodemailer; node example.mjs, with bin/mailserver in MAILSERVER.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import nodemailer from 'nodemailer';

// What is tested: a sign-up that sends a code.
async function signUp(port, address) {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false } });
  await transport.sendMail({
    from: 'app@app.example', to: address, subject: 'Confirm your address',
    html: '<p>Your code is <b>482913</b>, or <a href="https://app.example/confirm?c=482913">confirm here</a></p>',
  });
}

const server = spawn(process.env.MAILSERVER ?? 'bin/mailserver', ['test'], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  const { smtp, http } = JSON.parse(line);
  await signUp(smtp, 'eve@home.example');
  const mailbox = `${http}/api/v1/mailboxes/eve@home.example`;
  const found = await (await fetch(`${mailbox}/await?subject=confirm&timeout=10s`)).json();
  const message = await (await fetch(`${mailbox}/messages/${found.messages[0].id}`)).json();
  assert.equal(message.codes[0], '482913');
  assert.deepEqual(message.links, ['https://app.example/confirm?c=482913']);
  console.log('ok');
} finally {
  server.stdin.end(); // ends the server, and its home is gone
}
