// Builds elements. Text goes in as text, never as markup: nothing that came by mail can become part of the page.
import T from './texts.js';

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (['value', 'checked', 'disabled', 'hidden', 'open', 'multiple', 'tabIndex', 'indeterminate'].includes(name)) {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(3).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

export const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);
export const svg = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);
export const $ = (selector, root = document) => root.querySelector(selector);

export function button(label, onclick, more = {}) {
  return h('button', {type: 'button', onclick, ...more}, label);
}

/** A line that goes away again; with something to do, it stays longer. */
export function notice(text, action, ms = action ? 10000 : 5000) {
  const line = h('div', {class: 'notice'}, h('span', {}, text));
  if (action) {
    line.append(button(action.label, () => {
      line.remove();
      action.run();
    }));
  }
  line.append(button('×', () => line.remove(), {'aria-label': T.close, class: 'quiet'}));
  $('#notices').append(line);
  setTimeout(() => line.remove(), ms);
  return line;
}

export function failed(error) {
  if (error.name !== 'AbortError') {
    notice(T.failed(error.message), undefined, 10000);
  }
}

/** Asks; resolves to whether it was confirmed. */
export function confirmed(question) {
  return new Promise(resolve => {
    const dialog = h('dialog', {'aria-label': question}, h('p', {}, question),
      h('form', {method: 'dialog', class: 'row'},
        h('button', {value: 'yes', class: 'danger'}, T.yes), h('button', {value: 'no'}, T.cancel)));
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function dialog(heading, ...children) {
  const shown = h('dialog', {'aria-label': heading}, h('h2', {}, heading), ...children,
    h('form', {method: 'dialog', class: 'row'}, h('button', {}, T.close)));
  shown.addEventListener('close', () => shown.remove());
  document.body.append(shown);
  shown.showModal();
  return shown;
}

export const size = octets => octets < 1024 ? `${octets} B`
  : octets < 1048576 ? `${Math.round(octets / 1024)} KB` : `${(octets / 1048576).toFixed(1)} MB`;

/** Such as 3:05 of today, 3 Feb of this year, and else the whole date. */
export function shortTime(text) {
  const time = new Date(text);
  const now = new Date();
  if (time.toDateString() === now.toDateString()) {
    return time.toLocaleTimeString(undefined, {hour: '2-digit', minute: '2-digit'});
  }
  return time.toLocaleDateString(undefined, time.getFullYear() === now.getFullYear()
    ? {day: 'numeric', month: 'short'} : {day: 'numeric', month: 'short', year: 'numeric'});
}

export const longTime = text => new Date(text).toLocaleString(undefined, {dateStyle: 'full', timeStyle: 'medium'});
export const clock = text => new Date(text).toLocaleTimeString();

export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) {
    return `${s} s`;
  }
  if (s < 7200) {
    return `${Math.floor(s / 60)} min`;
  }
  return s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
}

/** Counts down to a time in every element that has one, once a second. */
export function countdowns() {
  for (const element of document.querySelectorAll('[data-until]')) {
    const left = (new Date(element.dataset.until) - Date.now()) / 1000;
    element.textContent = left <= 0 ? T.queue.now : T.queue.in(duration(left));
  }
}

export const name = from => {
  const found = /^\s*"?([^"<]*?)"?\s*<([^>]*)>/.exec(from || '');
  return found ? (found[1] || found[2]) : (from || '');
};

export const addressOf = from => {
  const found = /<([^<>]*)>\s*$/.exec(from || '');
  return (found ? found[1] : from || '').trim();
};
