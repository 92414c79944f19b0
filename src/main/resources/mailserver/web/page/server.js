// How the server is: in numbers over time, and in words, with what to do.
import T from './texts.js';
import {h, button, failed, duration, longTime} from './dom.js';
import {api} from './api.js';

const PLOTS = {
  flow: ['accepted', 'delivered', 'relayed'],
  trouble: ['deferred', 'bounced', 'refused'],
  queue: ['queue'],
  oldest: ['oldest_seconds'],
  latency: ['latency_p50_ms', 'latency_p95_ms', 'latency_p99_ms'],
  sessions: ['smtp_sessions', 'pop3_sessions'],
  disk: ['disk_free_bytes'],
};
const COUNTED = ['accepted', 'delivered', 'relayed', 'deferred', 'bounced', 'refused'];
const UNIT = {oldest_seconds: 1 / 60, disk_free_bytes: 1 / 1e9};
const SECONDS = {hour: 3600, day: 86400, month: 31 * 86400};
const REFRESH_MS = 10000;

function loaded() {
  if (window.uPlot) {
    return Promise.resolve();
  }
  document.head.append(h('link', {rel: 'stylesheet', href: '/assets/uplot.css'}));
  return new Promise((resolve, reject) => document.head.append(h('script', {src: '/assets/uplot.js', onload: resolve, onerror: reject})));
}

class ServerView {
  constructor(root) {
    this.span = 'hour';
    this.plots = [];
    this.charts = h('div', {class: 'charts'});
    this.state = h('dl', {class: 'fields'});
    this.findings = h('ul', {class: 'findings'});
    this.well = h('ul', {class: 'findings'});
    root.append(h('h1', {}, T.server.heading),
      h('section', {'aria-labelledby': 'doctor'}, h('h2', {id: 'doctor'}, T.server.doctor), this.findings,
        h('details', {}, h('summary', {}, T.server.allWell), this.well), button(T.server.doctorAgain, () => this.examine())),
      h('h2', {}, T.server.numbers),
      h('div', {class: 'row', role: 'group', 'aria-label': T.server.span}, Object.entries(T.server.spans).map(([span, label]) =>
        button(label, () => this.show(span), {'aria-pressed': String(span === this.span), 'data-span': span}))),
      this.charts,
      h('section', {'aria-labelledby': 'state'}, h('h2', {id: 'state'}, T.server.state), this.state));
    this.root = root;
    this.resized = () => this.draw();
    addEventListener('resize', this.resized);
    addEventListener('theme', this.resized);
    this.load();
    this.examine();
    this.timer = setInterval(() => this.load(), REFRESH_MS);
  }

  show(span) {
    this.span = span;
    this.root.querySelectorAll('[data-span]').forEach(one => one.setAttribute('aria-pressed', String(one.dataset.span === span)));
    this.load();
  }

  async load() {
    try {
      const [history, status] = await Promise.all([api(`history?span=${this.span}`), api('status'), loaded()]);
      this.history = history;
      this.draw();
      this.drawState(status);
    } catch (error) {
      if (!this.history) {
        failed(error);
      }
    }
  }

  values(series) {
    const perMinute = COUNTED.includes(series) ? 60 / this.history.step : 1;
    return this.history[series].map(value => value === null ? null : value * perMinute * (UNIT[series] || 1));
  }

  draw() {
    if (!this.history) {
      return;
    }
    this.plots.forEach(plot => plot.destroy());
    const style = getComputedStyle(document.documentElement);
    const color = name => style.getPropertyValue(name).trim();
    const axis = {stroke: color('--text'), grid: {stroke: color('--line')}, ticks: {stroke: color('--line')}};
    const now = Date.now() / 1000;
    const colors = ['--plot-1', '--plot-2', '--plot-3'].map(color);
    this.charts.replaceChildren();
    this.plots = Object.entries(PLOTS).map(([key, series]) => {
      const columns = series.map(one => this.values(one));
      const latest = series.map((one, i) => {
        const value = columns[i].findLast(number => number !== null);
        return T.server.latest(T.server.series[one], value === undefined ? '–' : Number(value.toFixed(1)).toLocaleString());
      });
      const place = h('div', {'aria-hidden': 'true'});
      this.charts.append(h('figure', {}, h('figcaption', {}, h('strong', {}, T.server.plots[key]),
        latest.map((text, i) => h('span', {class: `key key-${i + 1}`}, text))), place));
      return new window.uPlot({
        width: Math.max(260, place.clientWidth), height: 150, legend: {show: false}, cursor: {show: true},
        axes: [{...axis, values: (plot, times) => times.map(time => this.label(time))}, {...axis, size: 56}],
        scales: {x: {range: () => [now - SECONDS[this.span], now]}, y: {range: (plot, min, max) => [0, Math.max(1, max || 0) * 1.05]}},
        series: [{}, ...series.map((one, i) => ({label: one, stroke: colors[i], width: 2, points: {show: this.history.times.length < 30}}))],
      }, [this.history.times, ...columns], place);
    });
  }

  /** As this person writes times, whatever the library thinks. */
  label(time) {
    const date = new Date(time * 1000);
    return this.span === 'month' ? date.toLocaleDateString(undefined, {day: 'numeric', month: 'short'})
      : date.toLocaleTimeString(undefined, {hour: '2-digit', minute: '2-digit'});
  }

  drawState(status) {
    const rows = [
      [T.server.uptime, `${duration(status.uptime)}, ${T.server.since} ${longTime(status.started)}`],
      [T.server.domains, status.domains.join(', ')],
      [T.server.ports, status.ports.map(port => `${port.service} ${port.address}`).join(', ')],
      [T.server.sessions, T.server.sessionsText(status.sessions.smtp, status.sessions.pop3)],
      [T.server.queue, String(status.queue)],
      status.hooks ? [T.server.hooks, status.hooks] : null,
      status.tls ? [T.server.fingerprint, status.tls] : null,
    ].filter(Boolean);
    this.state.replaceChildren(...rows.flatMap(([label, value]) => [h('dt', {}, label), h('dd', {}, value)]));
  }

  async examine() {
    this.findings.replaceChildren(h('li', {}, T.loading));
    try {
      const all = await api('doctor');
      const line = one => h('li', {class: one.level},
        h('span', {class: 'badge'}, T.server.levels[one.level]), ' ', h('strong', {}, one.topic), `: ${one.words}`,
        one.remedy ? h('div', {class: 'remedy'}, `${T.server.remedy} ${one.remedy}`) : null);
      const bad = ['fault', 'note'].flatMap(level => all.filter(one => one.level === level));
      this.findings.replaceChildren(...bad.length ? bad.map(line) : [h('li', {}, T.server.nothingWrong)]);
      this.well.replaceChildren(...all.filter(one => one.level === 'ok').map(line));
    } catch (error) {
      this.findings.replaceChildren();
      failed(error);
    }
  }

  leave() {
    clearInterval(this.timer);
    removeEventListener('resize', this.resized);
    removeEventListener('theme', this.resized);
    this.plots.forEach(plot => plot.destroy());
  }
}

export function show(root, rest, session) {
  if (!session.admin) {
    root.append(h('p', {class: 'empty'}, T.notAdmin));
    return () => {};
  }
  const view = new ServerView(root);
  return () => view.leave();
}
