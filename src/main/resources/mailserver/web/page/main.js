// Finds out who looks, and shows the page that the address names. Each page is a module of its own, loaded when it is needed.
import T from './texts.js';
import {h, $, button, notice, failed, countdowns} from './dom.js';
import {api, when, Failure} from './api.js';

const PAGES = ['mail', 'queue', 'server', 'journey', 'setup'];
export const state = {session: null};
let leave = () => {};
let shown = '';

export function go(path, replace) {
  if (replace) {
    history.replaceState(null, '', path);
  } else {
    history.pushState(null, '', path);
  }
  show();
}

function navigation() {
  const session = state.session;
  const own = PAGES.filter(page => session.admin || page === 'mail' || page === 'setup');
  const current = location.pathname.split('/')[1] || 'mail';
  const top = $('#top');
  top.hidden = false;
  top.replaceChildren(
    h('nav', {'aria-label': T.navigation}, h('ul', {}, own.map(page => h('li', {}, h('a', {
      href: `/${page}`,
      'aria-current': page === current || page === 'mail' && current === 'write' ? 'page' : undefined,
    }, T.pages[page]))))),
    h('div', {class: 'who'},
      h('span', {class: 'account'}, session.account || session.hostname),
      button('◐', theme, {'aria-label': T.theme, title: T.theme, class: 'quiet'}),
      session.signed_in ? button(T.signOut, signOut, {class: 'quiet'}) : null));
}

function theme() {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const now = document.documentElement.dataset.theme || (dark ? 'dark' : 'light');
  document.documentElement.dataset.theme = now === 'dark' ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
  dispatchEvent(new Event('theme'));
}

async function signOut() {
  try {
    await api('session', {method: 'DELETE'});
  } catch (error) {
    failed(error);
  }
  location.assign('/');
}

async function show() {
  const [, first, ...rest] = location.pathname.split('/').map(decodeURIComponent);
  const page = first || 'mail';
  const key = page === 'mail' ? 'mail' : location.pathname + location.search;
  navigation();
  try {
    const module = await import(`./${page}.js`);
    if (shown === key && module.change) {
      module.change(rest);
      return;
    }
    leave();
    shown = key;
    document.title = T.pages[page] || T.write.heading;
    const root = $('#main');
    root.className = page;
    root.replaceChildren();
    leave = await module.show(root, rest, state.session) || (() => {});
  } catch (error) {
    if (error instanceof TypeError && /import|fetch/i.test(error.message)) {
      // A part of the page did not come, as while the server restarts.
      again();
    } else {
      failed(error);
    }
  }
}

/** Loads all anew as soon as the server answers. */
async function again() {
  notice(T.reconnecting, undefined, 1e9);
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 1000));
    try {
      if ((await fetch('/healthz')).ok) {
        location.reload();
        return;
      }
    } catch (error) {
      // Not yet.
    }
  }
}

async function begin() {
  const kept = localStorage.getItem('theme');
  if (kept) {
    document.documentElement.dataset.theme = kept;
  }
  try {
    state.session = await api('session');
  } catch (error) {
    if (!(error instanceof Failure) || error.status !== 401) {
      failed(error);
      setTimeout(begin, 2000);
    }
    return;
  }
  show();
}

async function askToSignIn() {
  leave();
  leave = () => {};
  shown = '';
  $('#top').hidden = true;
  const module = await import('./signin.js');
  module.show($('#main'), session => {
    state.session = session;
    show();
  });
}

let broken = null;
when('connection', connected => {
  if (!connected && !broken) {
    broken = notice(T.reconnecting, undefined, 1e9);
  } else if (connected && broken) {
    broken.remove();
    broken = null;
    notice(T.connected);
  }
});
when('signedOut', askToSignIn);
addEventListener('popstate', show);
document.addEventListener('click', event => {
  const link = event.target.closest('a[href^="/"]');
  if (link && !link.target && !link.hasAttribute('download') && !event.defaultPrevented && event.button === 0
      && !event.ctrlKey && !event.metaKey && !event.shiftKey && !link.getAttribute('href').startsWith('/api/')) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
});
setInterval(countdowns, 1000);
begin();
