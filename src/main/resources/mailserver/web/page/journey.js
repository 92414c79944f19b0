// The way of one message, as a picture and word for word; and, without one, mail as it moves between the servers of this process.
import T from './texts.js';
import {h, svg, button, failed, clock, shortTime} from './dom.js';
import {api, e, query, events} from './api.js';
import {go} from './main.js';
import {meaning} from './protocol.js';

const BAD = ['deferred', 'bounced', 'expired', 'refused'];

/** Lines of text in a box. */
function box(x, y, width, kind, lines, href) {
  const height = 26 + lines.length * 18;
  const group = svg('g', {class: `node ${kind}`, transform: `translate(${x} ${y})`},
    svg('rect', {width, height, rx: 8}),
    lines.map((line, i) => svg('text', {x: width / 2, y: 26 + i * 18, class: i === 0 ? 'name' : ''}, line)));
  return href ? svg('a', {href, 'aria-label': lines.join(', ')}, group) : group;
}

const cut = (text, n) => text.length > n ? `${text.slice(0, n - 1)}…` : text;

function arrow(x1, y1, x2, y2, text, bad) {
  const bend = (x2 - x1) / 2;
  return svg('g', {class: bad ? 'arrow bad' : 'arrow'},
    svg('path', {d: `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 8} ${y2}`}),
    svg('path', {class: 'head', d: `M${x2} ${y2} l-10 -5 v10 z`}),
    text.map((line, i) => svg('text', {x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 8 + (i ? 24 : 0)}, line)));
}

/** What a picture of a way is made of: a column for each server, beside it what it went on to. */
function picture(stations) {
  const W = 190;
  const GAP = 130;
  const nodes = [];
  const arrows = [];
  const columns = new Map();
  let height = 0;
  let width = 0;
  const place = (column, lines) => {
    const y = (columns.get(column) || 10);
    columns.set(column, y + 26 + lines * 18 + 26);
    height = Math.max(height, columns.get(column));
    width = Math.max(width, column * (W + GAP) + W);
    return {x: column * (W + GAP), y, mid: y + (26 + lines * 18) / 2};
  };
  const columnOf = new Map();
  const placed = new Map();
  stations.forEach((station, number) => {
    const received = station.sessions.find(one => one.kind !== 'attempt');
    const column = columnOf.get(station.queue_id) ?? 1;
    const events = station.events;
    const came = events.find(one => one.event === 'received');
    const lines = [station.server, station.queue_id, station.queued ? `${T.journey.queue}: ${T.journey.waits}` : ''].filter(Boolean);
    const at = place(column, lines.length);
    placed.set(station.queue_id, at);
    nodes.push(box(at.x, at.y, W, station.queued ? 'server waits' : 'server', lines.map(line => cut(line, 26)), `#station-${number}`));
    if (column === 1 && (received || came)) {
      const who = received?.client || (came?.origin || '');
      const from = place(0, 2);
      nodes.push(box(from.x, from.y, W, 'client', [T.journey.client, cut(who || came?.from || '', 26)], `#station-${number}`));
      arrows.push(arrow(from.x + W, from.mid, at.x, at.mid, [received?.tls ? received.tls.split(' ')[0] : T.journey.clear,
        received ? clock(received.began) : ''], received?.kind === 'refused'));
    }
    events.filter(one => one.event === 'delivered').forEach(one => {
      const to = place(column + 1, 2);
      nodes.push(box(to.x, to.y, W, 'mailbox', [T.journey.mailbox, cut(one.mailbox, 26)]));
      arrows.push(arrow(at.x + W, at.mid, to.x, to.mid, ['', clock(one.time)]));
    });
    const hops = new Map();
    station.sessions.filter(one => one.kind === 'attempt').forEach(one => hops.set(one.hop, [...(hops.get(one.hop) || []), one]));
    events.filter(one => one.hop && !hops.has(one.hop)).forEach(one => hops.set(one.hop, hops.get(one.hop) || []));
    hops.forEach((attempts, hop) => {
      const relayed = events.find(one => one.event === 'relayed' && one.hop === hop);
      const next = relayed && /(?:queued as|id=)\s*(\w+)/.exec(relayed.reply)?.[1];
      const last = attempts[attempts.length - 1];
      const text = [last?.tls ? last.tls.split(' ')[0] : T.journey.clear, T.journey.tries(Math.max(1, attempts.length))];
      if (next && stations.some(one => one.queue_id === next)) {
        columnOf.set(next, column + 1);
        arrows.push({from: at, next, text, W});
        return;
      }
      const to = place(column + 1, 3);
      const outcome = relayed ? relayed.reply : last?.outcome || events.filter(one => one.hop === hop).pop()?.reason || '';
      nodes.push(box(to.x, to.y, W, relayed ? 'hop' : 'hop bad', [T.journey.hop, cut(hop, 26), cut(outcome, 26)]));
      arrows.push(arrow(at.x + W, at.mid, to.x, to.mid, text, !relayed));
    });
  });
  const drawn = arrows.map(one => one.next
    ? (placed.has(one.next) ? arrow(one.from.x + one.W, one.from.mid, placed.get(one.next).x, placed.get(one.next).mid, one.text) : null)
    : one).filter(Boolean);
  return h('div', {class: 'picture', tabindex: '0', role: 'group', 'aria-label': T.journey.picture},
    svg('svg', {viewBox: `-4 0 ${width + 8} ${height}`, width: width + 8, height, role: 'group', 'aria-label': T.journey.picture}, drawn, nodes));
}

function spoken(session) {
  const title = {received: T.journey.received, attempt: T.journey.attempt, refused: T.journey.refused}[session.kind](session.client || session.hop);
  return h('section', {class: `session ${session.kind}`},
    h('h3', {}, `${title} `, h('span', {class: 'hint'}, `${clock(session.began)}, ${session.tls || T.journey.clear}`)),
    session.lines.length ? h('ol', {class: 'lines', 'aria-label': T.journey.said}, session.lines.map(line => {
      const why = meaning(line.from, line.text);
      return h('li', {class: line.from, tabindex: why ? '0' : undefined},
        h('span', {class: 'ms'}, `${line.ms} ms`), h('code', {}, `${line.from === 'client' ? 'C' : 'S'}: ${line.text}`),
        why ? h('span', {class: 'why'}, why) : null);
    })) : h('p', {class: 'hint'}, T.journey.none),
    h('p', {class: 'outcome'}, session.outcome));
}

const told = one => [one.from !== undefined ? `<${one.from}>` : '', one.to ? `→ ${one.to.join(', ')}` : '',
  one.hop || one.mailbox || one.client || one.origin || '', one.reply || one.reason || ''].filter(Boolean).join('  ');

function station(one, number) {
  return h('section', {id: `station-${number}`, class: 'station'},
    h('h2', {}, `${one.server} `, h('span', {class: 'hint'}, one.queue_id)),
    h('h3', {}, T.journey.events),
    h('ol', {class: 'events'}, one.events.map(event => h('li', {class: BAD.includes(event.event) ? 'bad' : ''},
      h('time', {datetime: event.time}, clock(event.time)), ' ', h('strong', {}, T.journey.events_[event.event]), ' ', told(event)))),
    // A connection to a hop may have been there before the message came.
    [...one.sessions].sort((a, b) => (a.kind === 'attempt') - (b.kind === 'attempt')).map(spoken));
}

/** Only what the message itself carries. */
async function fromHeaders(root, parameters) {
  const json = await api(`mailboxes/${e(parameters.get('mailbox'))}/messages/${parameters.get('id')}${query({folder: parameters.get('folder')})}`);
  const hops = json.headers.filter(one => one.name.toLowerCase() === 'received').map(one => one.value).reverse();
  root.append(h('p', {class: 'hint'}, T.journey.fromHeaders), h('ol', {class: 'events'}, hops.map(hop => {
    const [way, time] = hop.split(/;(?=[^;]*$)/);
    return h('li', {}, h('time', {}, time ? shortTime(time.trim()) : ''), ' ', way);
  })));
}

async function one(root, id, session) {
  const parameters = new URLSearchParams(location.search);
  root.append(h('h1', {}, T.journey.heading));
  if (!session.admin) {
    await fromHeaders(root, parameters);
    return () => {};
  }
  const content = h('div', {});
  root.append(content);
  let timer;
  let drawn = '';
  const draw = async () => {
    try {
      const json = await api(`journeys/${e(id)}`);
      // While somebody reads a line it stays where it is.
      if (JSON.stringify(json) !== drawn) {
        drawn = JSON.stringify(json);
        content.replaceChildren(picture(json.stations), h('p', {class: 'hint'}, T.journey.explainHint), ...json.stations.map(station));
      }
      timer = setTimeout(draw, json.stations.some(one => one.queued) ? 2000 : 10000);
    } catch (error) {
      if (!drawn) {
        content.replaceChildren(h('p', {class: 'empty'}, error.message));
      }
      timer = setTimeout(draw, 3000);
    }
  };
  await draw();
  return () => clearTimeout(timer);
}

class Live {
  constructor(root, servers) {
    this.servers = servers;
    const n = servers.length;
    this.width = Math.max(640, n * 240);
    this.at = new Map(servers.map((one, i) => [one.server, {x: (i + 0.5) * this.width / n, y: 150}]));
    this.moving = svg('g', {});
    this.counts = new Map(servers.map(one => [one.server, {queue: one.queue, delivered: 0}]));
    this.labels = new Map();
    const links = [];
    servers.forEach((a, i) => servers.slice(i + 1).forEach((b, j) => {
      const from = this.at.get(a.server);
      const to = this.at.get(b.server);
      links.push(svg('path', {class: 'link', d: `M${from.x} ${from.y} Q${(from.x + to.x) / 2} ${from.y - 60 - 40 * j} ${to.x} ${to.y}`}));
    }));
    this.picture = svg('svg', {viewBox: `0 0 ${this.width} 320`, width: this.width, role: 'img', 'aria-label': T.journey.live}, links,
      servers.map(one => this.server(one)), this.moving);
    this.log = h('ol', {class: 'events', 'aria-live': 'off'});
    this.empty = h('p', {class: 'empty'}, T.journey.noEvents);
    root.append(h('h1', {}, T.journey.live), h('p', {class: 'hint'}, T.journey.liveHint),
      h('div', {class: 'picture live', tabindex: '0', role: 'group', 'aria-label': T.journey.live}, this.picture), this.empty, this.log,
      h('form', {
        class: 'row find',
        onsubmit: event => {
          event.preventDefault();
          go(`/journey/${e(event.target.elements.id.value.trim())}`);
        },
      }, h('label', {for: 'journey-id'}, T.journey.find), h('input', {id: 'journey-id', name: 'id', required: true}), h('button', {}, T.journey.show)));
  }

  server(one) {
    const {x, y} = this.at.get(one.server);
    const label = svg('text', {x, y: y + 62, class: 'state'});
    this.labels.set(one.server, label);
    this.count(one.server);
    return svg('g', {class: 'node server'}, svg('rect', {x: x - 85, y: y - 24, width: 170, height: 48, rx: 8}),
      svg('text', {x, y: y + 1, class: 'name'}, cut(one.server, 22)), svg('text', {x, y: y + 18}, cut(one.domains.join(', '), 26)), label);
  }

  count(server) {
    const {queue, delivered} = this.counts.get(server);
    this.labels.get(server).textContent = `${T.journey.queue} ${Math.max(0, queue)}, ${T.journey.events_.delivered} ${delivered}`;
  }

  hear(event) {
    this.empty.remove();
    const at = this.at.get(event.server);
    const counts = this.counts.get(event.server);
    if (!at) {
      return;
    }
    const bad = BAD.includes(event.event);
    const other = this.servers.find(one => one.server !== event.server
      && event.to?.some(to => one.domains.includes(to.split('@').pop().toLowerCase())));
    if (event.event === 'received') {
      this.fly({x: at.x - 60, y: 10}, at, bad);
    } else if (event.event === 'delivered') {
      counts.delivered++;
      this.fly(at, {x: at.x, y: 300}, bad);
    } else if (event.event === 'relayed') {
      this.fly(at, other ? this.at.get(other.server) : {x: this.width + 10, y: 40}, bad);
    } else if (event.event === 'deferred') {
      this.fly(at, other ? {x: (at.x + this.at.get(other.server).x) / 2, y: at.y - 30} : {x: at.x + 90, y: 60}, bad);
    } else {
      this.fly(at, {x: at.x + 60, y: 10}, bad);
    }
    this.count(event.server);
    clearTimeout(this.later);
    this.later = setTimeout(() => this.recount(), 300);
    const line = h('li', {class: bad ? 'bad' : ''}, h('time', {datetime: event.time}, clock(event.time)), ' ',
      h('span', {class: 'badge'}, event.server), ' ', h('strong', {}, T.journey.events_[event.event]), ' ',
      event.queue_id ? h('a', {href: `/journey/${event.queue_id}`}, event.queue_id) : null, ' ', told(event));
    this.log.prepend(line);
    while (this.log.children.length > 100) {
      this.log.lastChild.remove();
    }
  }

  async recount() {
    try {
      (await api('lab')).forEach(one => {
        const counts = this.counts.get(one.server);
        if (counts) {
          counts.queue = one.queue;
          this.count(one.server);
        }
      });
    } catch (error) {
      // The next event asks again.
    }
  }

  fly(from, to, bad) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || this.moving.children.length > 60) {
      return;
    }
    const dot = svg('circle', {r: 9, class: bad ? 'dot bad' : 'dot'});
    this.moving.append(dot);
    const middle = {x: (from.x + to.x) / 2, y: Math.min(from.y, to.y) - (Math.abs(from.x - to.x) > 100 ? 40 : 0)};
    dot.animate([from, middle, to].map(point => ({transform: `translate(${point.x}px, ${point.y}px)`})),
      {duration: 1100, easing: 'ease-in-out'}).finished.then(() => dot.remove(), () => dot.remove());
  }
}

export async function show(root, [id], session) {
  if (id) {
    return one(root, id, session);
  }
  if (!session.admin) {
    root.append(h('p', {class: 'empty'}, T.notAdmin));
    return () => {};
  }
  const live = new Live(root, await api('lab'));
  const end = events('lab/events', ['mail'], event => live.hear(event), () => live.recount());
  return () => {
    end();
    clearTimeout(live.later);
  };
}
