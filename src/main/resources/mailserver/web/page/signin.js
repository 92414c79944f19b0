import T from './texts.js';
import {h} from './dom.js';
import {api} from './api.js';

export function show(root, done) {
  document.title = T.signIn.button;
  const wrong = h('p', {role: 'alert', class: 'wrong'});
  const address = h('input', {id: 'address', name: 'address', autocomplete: 'username', type: 'email', required: true, autocapitalize: 'none'});
  const password = h('input', {id: 'password', name: 'password', autocomplete: 'current-password', type: 'password', required: true});
  const keep = h('input', {id: 'keep', type: 'checkbox'});
  const submit = h('button', {class: 'primary'}, T.signIn.button);
  const signIn = async event => {
    event.preventDefault();
    wrong.textContent = '';
    submit.disabled = true;
    try {
      await api('session', {
        method: 'POST',
        quiet: true,
        json: {address: address.value.trim(), password: password.value, keep: keep.checked},
      });
      done(await api('session'));
    } catch (error) {
      wrong.textContent = error.message;
      password.select();
    } finally {
      submit.disabled = false;
    }
  };
  root.className = 'signin';
  root.replaceChildren(h('form', {onsubmit: signIn},
    h('h1', {}, T.signIn.heading(location.hostname)),
    h('label', {for: 'address'}, T.signIn.address), address,
    h('label', {for: 'password'}, T.signIn.password), password,
    h('label', {class: 'check', for: 'keep'}, keep, ' ', T.signIn.keep),
    wrong, submit, h('p', {class: 'hint'}, T.signIn.hint)));
  address.focus();
}
