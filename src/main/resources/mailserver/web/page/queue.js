// The queue and its next hops, for administrators: what waits, why, until when, and all orders of the command.
import T from './texts.js';
import {h, button, notice, failed, confirmed, size, duration, clock, countdowns} from './dom.js';
import {api, e, query, events} from './api.js';

const SHOWN = 500;

class QueueView {
  constructor(root) {
    this.filter = h('input', {type: 'search', id: 'queue-filter', oninput: () => this.soon(200)});
    this.held = h('select', {id: 'queue-held', onchange: () => this.load()},
      h('option', {value: ''}, T.queue.all), h('option', {value: 'true'}, T.queue.onlyHeld), h('option', {value: 'false'}, T.queue.notHeld));
    this.count = h('p', {class: 'count', role: 'status'});
    this.rows = h('tbody', {});
    this.hops = h('div', {class: 'cards'});
    this.table = h('table', {class: 'queue'}, h('thead', {}, h('tr', {}, T.queue.columns.map(name => h('th', {scope: 'col'}, name)))), this.rows);
    root.append(h('h1', {}, T.queue.heading),
      h('section', {'aria-labelledby': 'hops'}, h('h2', {id: 'hops'}, T.queue.hops), this.hops, this.pauseForm()),
      h('section', {'aria-label': T.queue.heading},
        h('form', {class: 'row', role: 'search', onsubmit: event => event.preventDefault()},
          h('label', {for: 'queue-filter'}, T.queue.filter), this.filter, h('label', {for: 'queue-held'}, T.queue.held), this.held),
        this.count, h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': T.queue.heading}, this.table)),
      this.explainForm());
    this.paused = new Set();
    this.load();
    this.unlisten = events('events', ['received', 'relayed', 'deferred', 'bounced', 'expired', 'removed', 'delivered'],
      () => this.soon(300), () => this.soon(0));
    this.timer = setInterval(() => this.loadHops().catch(() => {}), 5000);
  }

  /** At most once in so long, however much happens. */
  soon(ms) {
    if (!this.waiting) {
      this.waiting = setTimeout(() => {
        this.waiting = null;
        this.load();
      }, ms);
    }
  }

  async load() {
    try {
      const [entries, status] = await Promise.all([
        api(`queue${query({match: this.filter.value.trim(), held: this.held.value, limit: SHOWN})}`), api('status')]);
      const filtered = this.filter.value.trim() || this.held.value;
      this.count.textContent = entries.length ? T.queue.shown(entries.length, status.queue) : filtered ? T.queue.emptyFilter : T.queue.empty;
      const focused = document.activeElement?.dataset?.key;
      this.rows.replaceChildren(...entries.map(entry => this.row(entry)));
      this.table.hidden = !entries.length;
      if (focused) {
        this.rows.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
      }
      await this.loadHops();
    } catch (error) {
      failed(error);
    }
  }

  row(entry) {
    const orders = ['retry', entry.held ? 'release' : 'hold', 'bounce', 'remove'];
    return h('tr', {},
      h('td', {}, h('a', {href: `/journey/${entry.id}`}, entry.id), h('div', {class: 'hint'}, `${size(entry.size)}, ${duration(entry.age)}`)),
      h('td', {}, entry.sender || '<>'),
      h('td', {}, entry.recipients.map(one => h('div', {}, one.address))),
      h('td', {}, entry.recipients.map(one => h('div', {}, this.state(entry, one)))),
      h('td', {class: 'orders'}, orders.map(order => button(T.queue.orders[order], () => this.order(order, entry.id), {
        'aria-label': T.queue.order(T.queue.orders[order], entry.id), 'data-key': `${order} ${entry.id}`,
        class: order === 'remove' || order === 'bounce' ? 'danger' : '',
      }))));
  }

  state(entry, one) {
    const why = one.down?.why || one.lastReply || one.lastError || '';
    const words = [];
    if (entry.held) {
      words.push(h('strong', {}, T.queue.heldState));
    } else if (one.paused) {
      words.push(h('strong', {}, T.queue.paused));
    } else if (one.status === 'waiting') {
      const next = one.down?.nextTry || one.nextTry;
      words.push(T.queue.nextTry(''), next ? h('span', {'data-until': next}, T.queue.in(duration((new Date(next) - Date.now()) / 1000))) : '');
    } else {
      words.push(T.queue.status[one.status] || one.status);
    }
    if (one.tries) {
      words.push(`, ${T.queue.tries(one.tries)}`);
    }
    if (why) {
      words.push(h('div', {class: 'hint'}, why));
    }
    return words;
  }

  async order(order, id) {
    if (!await confirmed(T.queue.sure[order](id))) {
      return;
    }
    try {
      await api(`queue/${id}/${order}`, {method: 'POST'});
      notice(T.queue.done(T.queue.orders[order], id));
    } catch (error) {
      failed(error);
    }
    this.load();
  }

  async loadHops() {
    const hops = await api('hops');
    const focused = document.activeElement?.dataset?.key;
    this.hops.replaceChildren(...hops.length ? hops.map(hop => h('div', {class: hop.why ? 'card bad' : 'card'},
      h('h3', {}, hop.hop),
      h('p', {}, hop.why ? [T.queue.hopDown(hop.why, clock(hop.since), ''), h('span', {'data-until': hop.nextTry}, '')] : T.queue.hopUp),
      h('p', {class: 'hint'}, T.queue.waiting(hop.waiting)),
      hop.domains.map(domain => button(T.queue.pauseOf(domain), () => this.pause(domain, true), {'data-key': `pause ${domain}`}))))
      : [h('p', {class: 'hint'}, T.queue.noHops)]);
    countdowns();
    if (focused) {
      this.hops.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  async pause(domain, pause) {
    if (pause && !await confirmed(T.queue.pauseSure(domain))) {
      return;
    }
    try {
      await api(`hops/${e(domain)}/${pause ? 'pause' : 'resume'}`, {method: 'POST'});
      notice(T.queue.done(pause ? T.queue.pause : T.queue.resume, domain));
    } catch (error) {
      failed(error);
    }
    this.load();
  }

  pauseForm() {
    const domain = h('input', {id: 'pause-domain', required: true, autocapitalize: 'none'});
    return h('form', {
      class: 'row',
      onsubmit: event => {
        event.preventDefault();
        this.pause(domain.value.trim(), true);
      },
    }, h('label', {for: 'pause-domain'}, T.queue.pauseDomain), domain, h('button', {}, T.queue.pause),
    button(T.queue.resume, () => domain.reportValidity() && this.pause(domain.value.trim(), false)));
  }

  explainForm() {
    const to = h('input', {id: 'explain-to', required: true, type: 'email'});
    const from = h('input', {id: 'explain-from'});
    const lines = h('pre', {class: 'text', role: 'status', hidden: true});
    return h('section', {'aria-labelledby': 'explain'}, h('h2', {id: 'explain'}, T.queue.explain), h('form', {
      class: 'row',
      onsubmit: async event => {
        event.preventDefault();
        try {
          lines.textContent = (await api(`explain${query({address: to.value.trim(), from: from.value.trim()})}`)).lines.join('\n');
          lines.hidden = false;
        } catch (error) {
          failed(error);
        }
      },
    }, h('label', {for: 'explain-to'}, T.queue.explainTo), to, h('label', {for: 'explain-from'}, T.queue.explainFrom), from,
    h('button', {}, T.queue.explainButton)), lines);
  }

  leave() {
    this.unlisten();
    clearInterval(this.timer);
    clearTimeout(this.waiting);
  }
}

export function show(root, rest, session) {
  if (!session.admin) {
    root.append(h('p', {class: 'empty'}, T.notAdmin));
    return () => {};
  }
  const view = new QueueView(root);
  return () => view.leave();
}
