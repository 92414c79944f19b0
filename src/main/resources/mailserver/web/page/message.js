// One message: what it says, what came along, and what can be done with it.
import T from './texts.js';
import {h, button, notice, failed, size, longTime, shortTime, name} from './dom.js';
import {api, e, query} from './api.js';
import {go} from './main.js';

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];

/** Where the words of a link and the link itself are of two minds. */
function disguised(anchor) {
  const shown = /^(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]|$)/i.exec(anchor.textContent.trim());
  try {
    const real = new URL(anchor.getAttribute('href')).hostname;
    return shown && real && !real.toLowerCase().endsWith(shown[1].toLowerCase().replace(/^www\./, ''))
      ? {shown: shown[1], real} : null;
  } catch (error) {
    return null;
  }
}

export class Message {
  constructor(view, json, thread) {
    this.view = view;
    this.json = json;
    this.thread = thread;
    this.base = view.path(`messages/${json.id}`);
    this.where = query({folder: view.folder});
    // Parsed, and not put into the page: nothing in it is loaded or run.
    this.parsed = json.html ? new DOMParser().parseFromString(json.html, 'text/html') : null;
  }

  header(wanted) {
    return this.json.headers.find(one => one.name.toLowerCase() === wanted)?.value || '';
  }

  element() {
    const json = this.json;
    const fields = [[T.mail.from, json.from], [T.mail.to, this.header('to')], [T.mail.cc, this.header('cc')],
      [T.mail.date, longTime(json.date)]].filter(([, value]) => value);
    return h('article', {},
      h('div', {class: 'row actions'},
        h('a', {class: 'button back', href: this.view.link()}, T.mail.back),
        button(T.mail.reply, () => this.answer('reply')),
        button(T.mail.replyAll, () => this.answer('all')),
        button(T.mail.forward, () => this.answer('forward')),
        button(T.mail.remove, () => this.view.actions.remove([json])),
        button(T.mail.unread, () => this.view.actions.mark([json], {seen: false})),
        button(json.flagged ? T.mail.unflag : T.mail.flag, event => {
          this.view.actions.mark([json], {flagged: !json.flagged});
          event.target.textContent = json.flagged ? T.mail.flag : T.mail.unflag;
        }),
        json.queue_id ? h('a', {class: 'button', href: this.journey()}, T.mail.journey) : null),
      h('h2', {}, json.subject || T.mail.noSubject),
      h('dl', {class: 'fields'}, fields.map(([label, value]) => [h('dt', {}, label), h('dd', {}, value)])),
      this.conversation(),
      json.codes.length ? h('p', {class: 'codes'}, `${T.mail.codes}: `, json.codes.slice(0, 3).map(code =>
        button(code, () => navigator.clipboard?.writeText(code).then(() => notice(T.copied), failed), {title: T.copy}))) : null,
      json.notes.map(note => h('p', {class: 'note'}, note)),
      this.body(),
      this.attachments(),
      this.links(),
      h('details', {}, h('summary', {}, T.mail.more),
        h('p', {class: 'row'},
          h('a', {class: 'button', href: `/api/v1/${this.base}/raw${this.where}`, download: `${json.id.slice(0, 12)}.eml`}, T.mail.download),
          button(T.mail.source, event => this.source(event.target))),
        h('h3', {}, T.mail.headers),
        h('dl', {class: 'fields headers'}, json.headers.map(one => [h('dt', {}, one.name), h('dd', {}, one.value)]))));
  }

  journey() {
    return `/journey/${this.json.queue_id}?mailbox=${e(this.view.mailbox)}&folder=${e(this.view.folder)}&id=${this.json.id}`;
  }

  conversation() {
    const others = (this.thread || []).filter(one => one.id !== this.json.id);
    return others.length ? h('details', {open: true}, h('summary', {}, T.mail.inThread(others.length + 1)),
      h('ul', {class: 'thread'}, others.map(one => h('li', {}, h('a', {href: this.view.link(one.id)},
        `${name(one.from)}: ${one.subject || T.mail.noSubject} `), h('time', {datetime: one.date}, shortTime(one.date)))))) : null;
  }

  body() {
    const text = h('pre', {class: 'text', tabindex: '0', 'aria-label': T.mail.asText}, this.json.text);
    if (!this.json.html) {
      return text;
    }
    const address = remote => `/api/v1/${this.base}/html${query({folder: this.view.folder, remote: remote && 'true'})}`;
    const frame = h('iframe', {
      title: T.mail.frame, sandbox: 'allow-popups allow-popups-to-escape-sandbox', referrerpolicy: 'no-referrer', src: address(false),
    });
    const wantsMore = [...this.parsed.querySelectorAll('img[src]')].some(image =>
      /^\s*(https?:)?\/\//i.test(image.getAttribute('src')));
    const remote = wantsMore ? h('p', {class: 'note'}, T.mail.remote, ' ', button(T.mail.remoteLoad, () => {
      frame.src = address(true);
      remote.remove();
    })) : null;
    text.hidden = true;
    const toText = button(T.mail.asText, () => {
      text.hidden = !text.hidden;
      frame.hidden = !text.hidden;
      toText.textContent = text.hidden ? T.mail.asText : T.mail.asHtml;
    }, {class: 'quiet'});
    return h('div', {class: 'body'}, toText, remote, frame, text);
  }

  attachments() {
    const all = this.json.attachments;
    return all.length ? h('section', {}, h('h3', {}, T.mail.attachments(all.length)), h('ul', {class: 'attachments'},
      all.map(one => this.attachment(one)))) : null;
  }

  attachment(one) {
    const path = `${this.base}/attachments/${one.index}`;
    const line = h('li', {}, h('span', {class: 'file'}, one.name), ' ', h('span', {class: 'hint'}, `${one.type}, ${size(one.size)}`), ' ',
      h('a', {class: 'button', href: `/api/v1/${path}${this.where}`, download: one.name}, T.mail.save));
    if (PICTURES.includes(one.type)) {
      const show = button(T.mail.preview, () => {
        show.remove();
        line.append(h('img', {src: `/api/v1/${path}/preview${this.where}`, alt: one.name}));
      });
      line.append(' ', show);
      if (one.size < 2e6) {
        show.click();
      }
    } else if (one.type.startsWith('text/')) {
      const show = button(T.mail.preview, async () => {
        try {
          const text = await (await api(`${path}/preview${this.where}`, {raw: true})).text();
          show.remove();
          line.append(h('pre', {class: 'text', tabindex: '0', 'aria-label': one.name}, text.slice(0, 200000)));
        } catch (error) {
          failed(error);
        }
      });
      line.append(' ', show);
      if (one.type === 'text/calendar') {
        show.click();
      }
    }
    return line;
  }

  links() {
    const anchors = this.parsed ? [...this.parsed.querySelectorAll('a[href]')] : [];
    const tricks = new Map(anchors.map(anchor => [anchor.getAttribute('href').trim(), disguised(anchor)]).filter(([, trick]) => trick));
    const all = this.json.links;
    return all.length ? h('details', {open: tricks.size > 0}, h('summary', {}, T.mail.links(all.length)), h('ul', {class: 'links'},
      all.map(link => h('li', {},
        h('a', {href: link, target: '_blank', rel: 'noopener noreferrer nofollow'}, link),
        tricks.has(link) ? h('strong', {class: 'wrong'}, ` ${T.mail.linkDiffers(tricks.get(link).shown, tricks.get(link).real)}`) : null)))) : null;
  }

  async source(pressed) {
    try {
      const text = await (await api(`${this.base}/raw${this.where}`, {raw: true})).text();
      pressed.after(h('pre', {class: 'text source', tabindex: '0', 'aria-label': T.mail.source}, text.slice(0, 500000)));
      pressed.remove();
    } catch (error) {
      failed(error);
    }
  }

  answer(how) {
    go(`/write${query({how, from: this.view.mailbox, folder: this.view.folder, id: this.json.id})}`);
  }
}

