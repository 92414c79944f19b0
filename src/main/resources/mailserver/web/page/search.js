// Finds messages in a folder, and tells on the way how far it is.
import T from './texts.js';
import {failed} from './dom.js';
import {lines, query} from './api.js';
import {FoundSource} from './list.js';

/** Words and conditions as people write them. */
export function conditions(text) {
  const found = {};
  const words = [];
  const known = {from: 'from', to: 'to', subject: 'subject', text: 'text', after: 'since', before: 'until'};
  for (const [, key, quoted, word] of text.matchAll(/(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)) {
    const value = quoted ?? word;
    if (key === 'has' && value.startsWith('attachment')) {
      found.attachments = true;
    } else if (key === 'is' && value === 'unread') {
      found.unseen = true;
    } else if (key === 'after' || key === 'before') {
      const time = new Date(value);
      if (!Number.isNaN(time.getTime())) {
        found[known[key]] = time.toISOString();
      }
    } else if (known[key]) {
      found[known[key]] = value;
    } else {
      words.push(key ? `${key}:${value}` : value);
    }
  }
  if (words.length) {
    found.anywhere = words.join(' ');
  }
  return found;
}

export class Search {
  constructor(view) {
    this.view = view;
    this.running = null;
  }

  /** What was found until then stays. */
  stop() {
    this.running?.abort();
  }

  async run(text) {
    const {view} = this;
    this.stop();
    if (!text) {
      this.leave();
      return;
    }
    const stop = new AbortController();
    this.running = stop;
    view.inSearch = true;
    view.stop.hidden = false;
    view.count.textContent = T.loading;
    view.selected.clear();
    view.source = new FoundSource();
    view.list.use(view.source);
    const change = view.source.onchange;
    view.source.onchange = () => {
      change();
      view.drawCount();
    };
    let last = null;
    try {
      await lines(view.path(`search${query({folder: view.folder, ...conditions(text)})}`), stop.signal, line => {
        if (line.id) {
          view.source.add(line);
        } else {
          last = line;
          view.count.textContent = T.mail.searching(line.looked, line.of, line.found);
          view.source.onchange();
        }
      });
    } catch (error) {
      failed(error);
    }
    if (this.running === stop) {
      this.running = null;
      view.stop.hidden = true;
      if (last?.done) {
        view.count.textContent = T.mail.searched(last.found, last.looked < last.of);
      }
      view.source.onchange();
    }
  }

  leave() {
    const {view} = this;
    this.stop();
    this.running = null;
    view.stop.hidden = true;
    if (view.inSearch) {
      view.open();
    }
  }
}
