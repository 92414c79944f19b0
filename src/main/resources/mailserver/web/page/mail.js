// The inbox and the other folders: list on one side, message on the other; on a narrow screen one after the other.
import T from './texts.js';
import {h, svg, button, failed, dialog, shortTime, longTime, name} from './dom.js';
import {api, e, query, events} from './api.js';
import {Actions} from './actions.js';
import {PagedSource, WindowedList} from './list.js';
import {go} from './main.js';
import {Message} from './message.js';
import {Search} from './search.js';

const ROW = 64;
let view = null;

const clip = () => svg('svg', {viewBox: '0 0 16 16', width: 13, height: 13},
  svg('path', {d: 'M5 8l4-4a2 2 0 013 3l-6 6a3.2 3.2 0 01-4.500-4.500l5-5', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5}));

class MailView {
  constructor(root, session, rest) {
    this.session = session;
    this.root = root;
    this.selected = new Map();
    this.actions = new Actions(this);
    this.finding = new Search(this);
    this.threads = localStorage.getItem('threads') === 'yes';
    this.list = new WindowedList(T.mail.list, ROW, (item, index, row) => this.row(item, index, row));
    this.list.box.addEventListener('keydown', event => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        this.step(event.key === 'ArrowDown' ? 1 : -1);
      }
    });
    this.onkey = event => this.key(event);
    document.addEventListener('keydown', this.onkey);
    this.change(rest);
  }

  /** The address names mailbox, folder and message. */
  change([mailbox, folder, id]) {
    const whose = mailbox || this.session.account || localStorage.getItem('mailbox') || '';
    if (!whose) {
      this.ask();
      return;
    }
    const other = whose !== this.mailbox;
    if (other) {
      this.mailbox = whose;
      this.draw();
      this.listen();
    }
    if (other || (folder || 'INBOX') !== this.folder) {
      this.folder = folder || 'INBOX';
      this.open();
    }
    this.showMessage(id);
  }

  path(more) {
    return `mailboxes/${e(this.mailbox)}/${more}`;
  }

  link(id) {
    return `/mail/${e(this.mailbox)}/${e(this.folder)}${id ? `/${id}` : ''}`;
  }

  /** Where all mailboxes are open, somebody has to say which. */
  async ask() {
    const input = h('input', {id: 'mailbox', required: true, list: 'accounts', autocapitalize: 'none'});
    const known = h('datalist', {id: 'accounts'});
    this.root.replaceChildren(h('form', {
      class: 'ask',
      onsubmit: event => {
        event.preventDefault();
        localStorage.setItem('mailbox', input.value.trim());
        go(`/mail/${e(input.value.trim())}/INBOX`);
      },
    }, h('h1', {}, T.mail.mailbox), h('label', {for: 'mailbox'}, T.mail.mailboxHint), input, known,
    h('button', {class: 'primary'}, T.mail.open)));
    input.focus();
    try {
      (await api('accounts')).forEach(account => known.append(h('option', {value: account.address})));
    } catch (error) {
      // Suggestions are a help, and no more.
    }
  }

  draw() {
    this.folders = h('ul', {});
    this.count = h('p', {class: 'count', role: 'status'});
    this.emptyText = h('p', {class: 'empty'});
    this.bar = h('div', {class: 'bar', hidden: true});
    this.searchInput = h('input', {
      type: 'search', id: 'search', 'aria-label': T.mail.searchLabel, title: T.mail.searchHint, placeholder: T.mail.search,
      autocomplete: 'off',
    });
    this.searchInput.addEventListener('search', () => this.searchInput.value || this.finding.leave());
    this.stop = button(T.mail.searchStop, () => this.finding.stop(), {hidden: true});
    this.threadBox = h('input', {type: 'checkbox', id: 'threads', checked: this.threads});
    this.threadBox.addEventListener('change', () => this.useThreads(this.threadBox.checked));
    this.pane = h('section', {class: 'pane', 'aria-label': T.mail.message, tabindex: '-1'});
    const other = !this.session.account || this.session.all_mailboxes
      ? h('form', {
        class: 'switch',
        onsubmit: event => {
          event.preventDefault();
          const whose = event.target.elements.whose.value.trim();
          localStorage.setItem('mailbox', whose);
          go(`/mail/${e(whose)}/INBOX`);
        },
      }, h('input', {name: 'whose', 'aria-label': T.mail.mailbox, value: this.mailbox, autocapitalize: 'none'}))
      : null;
    this.root.replaceChildren(
      h('h1', {class: 'hidden'}, T.title),
      h('nav', {class: 'folders', 'aria-label': T.mail.folders},
        other, h('a', {class: 'button primary', href: `/write?from=${e(this.mailbox)}`}, T.mail.write), this.folders),
      h('section', {class: 'messages', 'aria-label': T.mail.list},
        h('form', {
          class: 'search', role: 'search',
          onsubmit: event => {
            event.preventDefault();
            this.finding.run(this.searchInput.value.trim());
          },
        }, this.searchInput, this.stop, h('label', {class: 'check', for: 'threads'}, this.threadBox, ' ', T.mail.threads)),
        this.count, this.bar, this.emptyText, this.list.box),
      this.pane);
  }

  listen() {
    this.unlisten?.();
    const own = event => event.event !== 'delivered' || event.mailbox.toLowerCase() === this.mailbox.toLowerCase();
    this.unlisten = events('events', ['delivered'], event => own(event) && this.arrived(), () => this.arrived());
  }

  /** Not for each of a thousand: what came is asked for once, a moment later. */
  arrived() {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.drawFolders();
      if (!this.finding.running && !this.inSearch) {
        this.source.refresh(this.list.visible()).catch(failed);
      }
    }, 150);
  }

  open() {
    this.selected.clear();
    this.inSearch = false;
    this.searchInput.value = '';
    this.source = new PagedSource(async (offset, limit) => {
      if (this.threads) {
        const page = await api(this.path(`threads${query({folder: this.folder, offset, limit})}`));
        return {total: page.total, items: page.threads.map(thread => ({...thread.messages[0], thread: thread.messages}))};
      }
      const page = await api(this.path(`messages${query({folder: this.folder, offset, limit})}`));
      return {total: page.total, items: page.messages};
    });
    this.list.use(this.source);
    const change = this.source.onchange;
    this.source.onchange = more => {
      change(more);
      this.drawCount();
    };
    this.source.refresh(0).catch(failed);
    this.drawFolders();
    this.drawBar();
  }

  async drawFolders() {
    try {
      this.known = await api(this.path('folders'));
    } catch (error) {
      failed(error);
      return;
    }
    this.folders.replaceChildren(...this.known.map(folder => h('li', {}, h('a', {
      href: `/mail/${e(this.mailbox)}/${e(folder.name)}`,
      'aria-current': folder.name === this.folder ? 'true' : undefined,
    }, T.mail.folder[folder.name] || folder.name,
    folder.unseen && folder.name !== 'Trash' ? h('span', {class: 'badge'}, folder.unseen.toLocaleString()) : null))));
    this.drawCount();
  }

  drawCount() {
    const folder = this.known?.find(one => one.name === this.folder);
    const total = this.source.total;
    if (!this.inSearch) {
      this.count.textContent = this.threads ? T.mail.conversations(total) : T.mail.count(total, folder?.unseen || 0);
      const unseen = this.folder === 'INBOX' ? folder?.unseen || 0 : 0;
      document.title = `${unseen ? `(${unseen}) ` : ''}${T.mail.folder[this.folder] || this.folder} – ${this.mailbox}`;
    }
    const empty = this.inSearch ? T.mail.empty.search : T.mail.empty[this.folder] || T.mail.empty.other;
    this.emptyText.textContent = total || this.finding.running || this.inSearch === undefined ? '' : empty;
  }

  row(item, index, row) {
    const unread = item.thread ? item.thread.some(one => !one.seen) : !item.seen;
    row.classList.toggle('unread', unread);
    row.classList.toggle('open', item.id === this.opened);
    row.setAttribute('aria-selected', this.selected.has(item.id));
    const reachable = index === this.list.current || this.list.current < 0 && index === 0;
    const box = h('input', {
      type: 'checkbox', checked: this.selected.has(item.id), 'aria-label': T.mail.select(name(item.from)),
      tabIndex: reachable ? 0 : -1,
    });
    box.addEventListener('change', () => this.select(item, index));
    const who = this.folder === 'Sent' || this.folder === 'Drafts' ? item.to.map(name).join(', ') : name(item.from);
    const marks = [
      unread && ['●', T.mail.unseenMark], item.flagged && ['★', T.mail.flaggedMark], item.answered && ['↩', T.mail.answeredMark],
      item.attachments > 0 && [clip(), T.mail.attachmentMark],
    ].filter(Boolean);
    return [
      h('span', {role: 'gridcell', class: 'pick'}, box),
      h('span', {role: 'gridcell', class: 'what'}, h('a', {
        href: this.folder === 'Drafts' ? `/write?from=${e(this.mailbox)}&draft=${item.id}` : this.link(item.id),
        tabIndex: reachable ? 0 : -1,
        onclick: () => {
          this.list.current = index;
        },
      },
      h('span', {class: 'who'}, who || '–', item.thread?.length > 1
        ? h('span', {class: 'badge', title: T.mail.inThread(item.thread.length)}, String(item.thread.length)) : null),
      h('time', {datetime: item.date, title: longTime(item.date)}, shortTime(item.date)),
      h('span', {class: 'subject'}, item.subject || T.mail.noSubject),
      h('span', {class: 'marks'}, marks.map(([mark, text]) => h('span', {title: text},
        h('span', {'aria-hidden': 'true'}, mark), h('span', {class: 'hidden'}, ` ${text} `))))))];
  }

  select(item, index) {
    if (this.selected.has(item.id)) {
      this.selected.delete(item.id);
    } else {
      this.selected.set(item.id, item);
    }
    if (index !== undefined) {
      this.list.current = index;
    }
    this.list.redraw();
    this.drawBar();
  }

  drawBar() {
    const n = this.selected.size;
    this.bar.hidden = !n && this.folder !== 'Trash';
    this.bar.replaceChildren(...(n ? [
      h('span', {}, T.mail.selected(n)),
      button(T.mail.remove, () => this.actions.remove([...this.selected.values()])),
      this.folder === 'Trash' ? button(T.mail.restore, () => this.actions.restore([...this.selected.values()])) : null,
      button(T.mail.read, () => this.actions.mark([...this.selected.values()], {seen: true})),
      button(T.mail.unread, () => this.actions.mark([...this.selected.values()], {seen: false})),
      button(T.mail.selectAll, () => {
        this.source.loaded().forEach(item => this.selected.set(item.id, item));
        this.list.redraw();
        this.drawBar();
      }, {class: 'quiet'}),
      button(T.mail.selectNone, () => {
        this.selected.clear();
        this.list.redraw();
        this.drawBar();
      }, {class: 'quiet'}),
    ] : this.folder === 'Trash' ? [button(T.mail.emptyTrash, () => this.actions.emptyTrash())] : []).filter(Boolean));
  }

  refresh() {
    this.drawFolders();
    if (!this.inSearch) {
      this.source.refresh(this.list.visible()).catch(failed);
    }
  }

  useThreads(use) {
    this.threads = use;
    this.threadBox.checked = use;
    localStorage.setItem('threads', use ? 'yes' : 'no');
    this.open();
  }

  async showMessage(id) {
    this.root.classList.toggle('reading', Boolean(id));
    this.opened = id;
    this.list.redraw();
    if (!id) {
      this.message = null;
      this.pane.replaceChildren(h('p', {class: 'empty'}, T.mail.nothingOpen));
      return;
    }
    this.pane.replaceChildren(h('p', {class: 'empty'}, T.loading));
    try {
      const item = this.source.loaded().find(one => one.id === id || one.thread?.some(part => part.id === id));
      const json = await api(this.path(`messages/${id}${query({folder: this.folder})}`));
      if (this.opened !== id) {
        return;
      }
      this.message = new Message(this, json, item?.thread);
      this.pane.replaceChildren(this.message.element());
      if (!json.seen) {
        const known = item?.thread?.find(part => part.id === id) || item;
        await this.actions.mark([known && !known.thread ? known : {...json, thread: undefined}], {seen: true});
        if (item) {
          (item.thread || [item]).filter(part => part.id === id).forEach(part => { part.seen = true; });
          item.seen = item.thread ? item.thread.every(part => part.seen) : true;
          this.list.redraw();
        }
      }
    } catch (error) {
      this.pane.replaceChildren(h('p', {class: 'empty'}, error.status === 404 ? T.mail.gone : T.failed(error.message)),
        h('a', {class: 'button', href: this.link()}, T.mail.back));
    }
  }

  step(by) {
    this.list.move(this.list.current < 0 ? 0 : this.list.current + by);
  }

  key(event) {
    const field = event.target.closest('input:not([type=checkbox]), textarea, select, dialog, [contenteditable]');
    if (field || event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === 'Escape' && event.target === this.searchInput) {
        this.searchInput.value = '';
        this.finding.leave();
      }
      return;
    }
    const current = this.list.current >= 0 ? this.source?.get(this.list.current) : undefined;
    const chosen = () => this.selected.size ? [...this.selected.values()]
      : this.message ? [this.message.json] : current ? [current] : [];
    const act = {
      j: () => this.opened ? this.openNext(1) : this.step(1),
      k: () => this.opened ? this.openNext(-1) : this.step(-1),
      o: () => current && go(this.link(current.id)),
      u: () => this.opened && go(this.link()),
      Escape: () => this.opened && go(this.link()),
      x: () => current && this.select(current),
      '#': () => this.actions.remove(chosen()),
      Delete: () => this.actions.remove(chosen()),
      z: () => this.actions.undoable.pop()?.(),
      U: () => this.actions.mark(chosen(), {seen: false}),
      s: () => chosen().length && this.actions.mark(chosen(), {flagged: !chosen()[0].flagged}),
      c: () => go(`/write?from=${e(this.mailbox)}`),
      r: () => this.message?.answer('reply'),
      a: () => this.message?.answer('all'),
      f: () => this.message?.answer('forward'),
      t: () => this.useThreads(!this.threads),
      '/': () => this.searchInput.focus(),
      '?': () => dialog(T.mail.keys, h('table', {}, h('tbody', {}, T.mail.keyList.map(([key, what]) =>
        h('tr', {}, h('th', {scope: 'row'}, h('kbd', {}, key)), h('td', {}, what)))))),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  openNext(by) {
    const item = this.list.move((this.list.current < 0 ? 0 : this.list.current) + by);
    if (item) {
      go(this.link(item.id));
    }
  }

  leave() {
    document.removeEventListener('keydown', this.onkey);
    this.unlisten?.();
    this.finding.stop();
    clearTimeout(this.later);
  }
}

export function show(root, rest, session) {
  view = new MailView(root, session, rest);
  return () => {
    view.leave();
    view = null;
  };
}

export function change(rest) {
  view?.change(rest);
}
