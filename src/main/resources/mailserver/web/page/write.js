// Writes a message: a new one, an answer, one that is sent on, or a draft that was begun before.
import T from './texts.js';
import {h, button, notice, failed, confirmed, size, longTime, addressOf} from './dom.js';
import {api, e, query, upload} from './api.js';
import {go} from './main.js';

const AUTOSAVE_MS = 4000;
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;

/** Addresses as people write them, with names or without, at commas outside of quotes and angle brackets. */
export function addresses(text) {
  const parts = text.match(/(?:"[^"]*"|<[^>]*>|[^,;"<])+/g) || [];
  return parts.map(part => addressOf(part.trim())).filter(part => part);
}

function base64(octets) {
  let text = '';
  for (let i = 0; i < octets.length; i += 0x8000) {
    text += String.fromCharCode(...octets.subarray(i, i + 0x8000));
  }
  return btoa(text);
}

const quoted = text => text.replace(/\s+$/, '').split('\n').map(line => line.startsWith('>') ? `>${line}` : `> ${line}`).join('\n');
const prefixed = (prefix, subject) => subject.toLowerCase().startsWith(prefix.toLowerCase()) ? subject : `${prefix} ${subject}`;

class Writer {
  constructor(root, session, parameters) {
    this.session = session;
    this.parameters = parameters;
    this.mailbox = parameters.get('from') || session.account || '';
    this.attachments = [];
    this.draft = '';
    this.fields = {};
    this.ids = {};
    this.root = root;
    this.draw();
    this.dirty = false;
  }

  field(key, label, more = {}) {
    const input = h('input', {id: `write-${key}`, autocomplete: 'off', oninput: () => this.touched(), ...more});
    this.fields[key] = input;
    return [h('label', {for: `write-${key}`}, label), input];
  }

  draw() {
    const list = {title: T.write.addressHint, autocapitalize: 'none', spellcheck: 'false'};
    this.text = h('textarea', {id: 'write-text', rows: '18', oninput: () => this.touched()});
    this.files = h('input', {id: 'write-files', type: 'file', multiple: true, onchange: () => this.attach(this.files.files)});
    this.attached = h('ul', {class: 'attachments', 'aria-label': T.write.attached});
    this.progress = h('progress', {max: '1', value: 0, hidden: true, 'aria-label': T.write.progress});
    this.wrong = h('p', {role: 'alert', class: 'wrong'});
    this.saved = h('p', {class: 'hint', role: 'status'});
    this.sendButton = h('button', {class: 'primary'}, T.write.send);
    this.form = h('form', {
      class: 'write', novalidate: true,
      onsubmit: event => {
        event.preventDefault();
        this.send();
      },
    },
    h('h1', {}, T.write.heading),
    this.session.account && !this.session.all_mailboxes ? null : this.field('from', T.write.from, {...list, value: this.mailbox}),
    this.field('to', T.write.to, list), this.field('cc', T.write.cc, list), this.field('bcc', T.write.bcc, list),
    this.field('subject', T.write.subject),
    h('label', {for: 'write-text'}, T.write.text), this.text,
    h('label', {for: 'write-files'}, T.write.attach), this.files, this.attached,
    this.wrong, this.progress,
    h('div', {class: 'row'}, this.sendButton, button(T.write.saveDraft, () => this.save().catch(failed)),
      button(T.write.discard, () => this.discard(), {class: 'quiet'})),
    this.saved);
    this.form.addEventListener('dragover', event => event.preventDefault());
    this.form.addEventListener('drop', event => {
      event.preventDefault();
      this.attach(event.dataTransfer.files);
    });
    this.root.replaceChildren(this.form);
    this.fields.to.focus();
  }

  path(more) {
    return `mailboxes/${e(this.mailbox)}/${more}`;
  }

  /** What is to be there from the start: quoted, or gone on with. */
  async fill() {
    const how = this.parameters.get('how');
    const draft = this.parameters.get('draft');
    if (this.parameters.get('to')) {
      this.fields.to.value = this.parameters.get('to');
    }
    if (!how && !draft) {
      return;
    }
    const folder = draft ? 'Drafts' : this.parameters.get('folder') || 'INBOX';
    const id = draft || this.parameters.get('id');
    const json = await api(this.path(`messages/${id}${query({folder})}`));
    const header = wanted => json.headers.find(one => one.name.toLowerCase() === wanted)?.value || '';
    if (draft) {
      this.draft = draft;
      this.fields.to.value = header('to') === 'undisclosed-recipients:;' ? '' : header('to');
      this.fields.cc.value = header('cc');
      this.fields.bcc.value = header('bcc');
      this.fields.subject.value = json.subject;
      this.text.value = json.text.replace(/\n$/, '');
      this.ids = {in_reply_to: header('in-reply-to') || undefined, references: header('references') || undefined};
    } else {
      this.quote(how, json, header, folder);
    }
    if (draft || how === 'forward') {
      for (const one of json.attachments) {
        const octets = await (await api(this.path(`messages/${id}/attachments/${one.index}${query({folder})}`), {raw: true})).arrayBuffer();
        this.add(new File([octets], one.name, {type: one.type}));
      }
    }
    this.dirty = false;
  }

  quote(how, json, header, folder) {
    const me = this.mailbox.toLowerCase();
    if (how === 'forward') {
      this.fields.subject.value = prefixed('Fwd:', json.subject);
      this.text.value = `\n\n-------- ${T.write.forwarded} --------\n${T.mail.from}: ${json.from}\n${T.mail.to}: ${header('to')}\n`
        + `${T.mail.date}: ${longTime(json.date)}\n${T.mail.subject}: ${json.subject}\n\n${json.text}`;
    } else {
      this.fields.to.value = header('reply-to') || json.from;
      if (how === 'all') {
        const others = addresses(`${header('to')},${header('cc')}`)
          .filter(one => one.toLowerCase() !== me && one.toLowerCase() !== addressOf(this.fields.to.value).toLowerCase());
        this.fields.cc.value = [...new Set(others)].join(', ');
      }
      this.fields.subject.value = prefixed('Re:', json.subject);
      this.text.value = `\n\n${T.write.wrote(longTime(json.date), json.from)}\n${quoted(json.text)}\n`;
      this.answered = {id: json.id, folder};
    }
    const own = header('message-id');
    if (own) {
      this.ids = {in_reply_to: how === 'forward' ? undefined : own, references: `${header('references')} ${own}`.trim()};
    }
    this.text.focus();
    this.text.setSelectionRange(0, 0);
  }

  attach(files) {
    [...files].forEach(file => this.add(file));
    this.files.value = '';
    this.touched();
  }

  add(file) {
    const line = h('li', {}, h('span', {class: 'file'}, file.name), ' ', h('span', {class: 'hint'}, size(file.size)), ' ',
      button('×', () => {
        this.attachments = this.attachments.filter(one => one !== file);
        line.remove();
        this.touched();
      }, {'aria-label': T.write.removeAttachment(file.name), class: 'quiet'}));
    this.attachments.push(file);
    this.attached.append(line);
  }

  touched() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save().catch(() => {}), AUTOSAVE_MS);
  }

  sender() {
    return this.fields.from ? this.fields.from.value.trim() : this.mailbox;
  }

  /** @param whole whether addresses that are none yet are in the way */
  async json(whole) {
    const list = key => {
      const all = addresses(this.fields[key].value);
      const bad = all.find(one => !ADDRESS.test(one));
      if (whole && bad) {
        this.fields[key].focus();
        throw new Error(T.write.badAddress(bad));
      }
      return all.filter(one => ADDRESS.test(one));
    };
    const json = {
      from: this.sender(), to: list('to'), cc: list('cc'), bcc: list('bcc'),
      subject: this.fields.subject.value, text: this.text.value, ...this.ids,
      attachments: [],
    };
    if (whole && !json.to.length && !json.cc.length && !json.bcc.length) {
      this.fields.to.focus();
      throw new Error(T.write.noRecipient);
    }
    for (const file of this.attachments) {
      json.attachments.push({
        name: file.name, type: file.type || 'application/octet-stream', base64: base64(new Uint8Array(await file.arrayBuffer())),
      });
    }
    if (this.draft) {
      json.draft = this.draft;
    }
    return json;
  }

  async save() {
    clearTimeout(this.timer);
    // One after the other: each replaces the one before.
    this.saving = (this.saving || Promise.resolve()).catch(() => {}).then(async () => {
      if (this.over) {
        return;
      }
      this.dirty = false;
      this.draft = (await api(this.path('drafts'), {method: 'POST', json: await this.json(false)})).id;
      this.saved.textContent = T.write.draftSaved(new Date().toLocaleTimeString());
    });
    return this.saving;
  }

  async send() {
    clearTimeout(this.timer);
    this.wrong.textContent = '';
    let json;
    try {
      json = {...await this.json(true), keep: true};
    } catch (error) {
      this.wrong.textContent = error.message;
      return;
    }
    this.sendButton.disabled = true;
    this.progress.hidden = false;
    try {
      await (this.saving || Promise.resolve()).catch(() => {});
      if (this.draft) {
        json.draft = this.draft;
      }
      const answer = await upload('messages', json, (done, all) => {
        this.progress.max = all;
        this.progress.value = done;
      });
      this.over = true;
      notice(T.write.sent, this.session.admin
        ? {label: T.write.sentJourney, run: () => go(`/journey/${answer.queue_id}`)} : undefined, 8000);
      if (this.answered) {
        await api(this.path(`messages/${this.answered.id}${query({folder: this.answered.folder})}`),
          {method: 'PATCH', json: {answered: true}}).catch(() => {});
      }
      go(`/mail/${e(this.mailbox)}/INBOX`);
    } catch (error) {
      this.wrong.textContent = error.status === 413 ? `${T.write.tooLarge} ${error.message}` : error.message;
    } finally {
      this.sendButton.disabled = false;
      this.progress.hidden = true;
    }
  }

  async discard() {
    if ((this.dirty || this.draft) && !await confirmed(T.write.discardSure)) {
      return;
    }
    clearTimeout(this.timer);
    this.over = true;
    try {
      await (this.saving || Promise.resolve()).catch(() => {});
      if (this.draft) {
        await api(this.path(`messages/${this.draft}${query({folder: 'Drafts'})}`), {method: 'DELETE'});
      }
    } catch (error) {
      failed(error);
    }
    go(`/mail/${e(this.mailbox)}/INBOX`);
  }

  leave() {
    clearTimeout(this.timer);
    if (this.dirty && !this.over) {
      this.save().catch(failed);
    }
  }
}

export async function show(root, rest, session) {
  const writer = new Writer(root, session, new URLSearchParams(location.search));
  try {
    await writer.fill();
  } catch (error) {
    failed(error);
  }
  return () => writer.leave();
}
