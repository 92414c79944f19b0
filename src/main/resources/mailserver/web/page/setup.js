// The first page for somebody new: what to enter in a mail program, and whether mail arrives.
import T from './texts.js';
import {h, button, notice, failed, shortTime} from './dom.js';
import {api, e, query} from './api.js';

/** The same document that Thunderbird asks for. */
async function settings(address) {
  const response = await fetch(`/.well-known/autoconfig/mail/config-v1.1.xml${query({emailaddress: address})}`);
  const xml = new DOMParser().parseFromString(await response.text(), 'text/xml');
  return [...xml.querySelectorAll('incomingServer, outgoingServer')].map(one => ({
    incoming: one.localName === 'incomingServer',
    ...Object.fromEntries([...one.children].map(child => [child.localName, child.textContent])),
  }));
}

function table(servers) {
  const columns = [T.setup.server, T.setup.port, T.setup.security, T.setup.user, T.setup.password];
  return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': T.setup.intro}, h('table', {},
    h('thead', {}, h('tr', {}, h('td', {}), columns.map(name => h('th', {scope: 'col'}, name)))),
    h('tbody', {}, servers.map(one => h('tr', {}, h('th', {scope: 'row'}, one.incoming ? T.setup.incoming : T.setup.outgoing),
      h('td', {}, one.hostname), h('td', {}, one.port), h('td', {}, T.setup.sockets[one.socketType] || one.socketType),
      h('td', {}, T.setup.userText), h('td', {}, T.setup.passwordText))))));
}

function test(address) {
  const state = h('p', {role: 'status'});
  const send = button(T.setup.testButton, async () => {
    send.disabled = true;
    const subject = `${T.setup.testSubject} ${Date.now().toString(36)}`;
    const began = performance.now();
    try {
      await api('messages', {method: 'POST', json: {from: address, to: [address], subject, text: T.setup.testText}});
      state.textContent = T.setup.testing;
      await api(`mailboxes/${e(address)}/await${query({subject, timeout: '30s'})}`);
      state.replaceChildren(`${T.setup.testDone(Math.round(performance.now() - began))} `,
        h('a', {href: `/mail/${e(address)}/INBOX`}, T.setup.testOpen));
    } catch (error) {
      state.textContent = error.message;
    } finally {
      send.disabled = false;
    }
  }, {class: 'primary'});
  return h('section', {'aria-labelledby': 'test'}, h('h2', {id: 'test'}, T.setup.test), h('p', {}, T.setup.testHint), send, state);
}

function signIns() {
  const list = h('ul', {class: 'findings'});
  const draw = async () => {
    try {
      const all = await api('sign-ins');
      list.replaceChildren(...all.map(one => {
        const words = T.setup.signInRow(one.agent || '?', one.client, shortTime(one.began));
        return h('li', {}, words, ' ', one.this ? h('span', {class: 'badge'}, T.setup.thisOne)
          : button(T.setup.end, async () => {
            try {
              await api(`sign-ins/${one.id}`, {method: 'DELETE'});
              notice(T.setup.ended);
            } catch (error) {
              failed(error);
            }
            draw();
          }, {'aria-label': `${T.setup.end}: ${words}`}));
      }));
    } catch (error) {
      failed(error);
    }
  };
  draw();
  return h('section', {'aria-labelledby': 'sign-ins'}, h('h2', {id: 'sign-ins'}, T.setup.signIns), h('p', {class: 'hint'}, T.setup.signInsHint), list);
}

export async function show(root, rest, session) {
  const address = session.account || localStorage.getItem('mailbox') || `postmaster@${session.domains[0]}`;
  const domain = address.split('@').pop();
  root.append(h('h1', {}, T.setup.heading), h('p', {}, T.setup.intro));
  try {
    root.append(table(await settings(address)));
  } catch (error) {
    failed(error);
  }
  root.append(h('p', {class: 'hint'}, T.setup.auto(domain)), h('p', {class: 'hint'}, T.setup.who(address)), test(address));
  if (session.account) {
    root.append(signIns());
  }
  return () => {};
}
