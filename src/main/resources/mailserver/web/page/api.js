// Asks the server. The browser shows the cookie by itself; no script ever sees it.
export class Failure extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

const listeners = {signedOut: () => {}, connection: () => {}};

export function when(event, listener) {
  listeners[event] = listener;
}

async function problem(response, quiet) {
  let json = {};
  try {
    json = await response.json();
  } catch (e) {
    // A proxy in between has its own words.
  }
  if (response.status === 401 && !quiet) {
    listeners.signedOut();
  }
  return new Failure(response.status, json);
}

export async function api(path, {method = 'GET', json, signal, raw, quiet} = {}) {
  const response = await fetch(`/api/v1/${path}`, {
    method,
    signal,
    headers: json === undefined ? {} : {'Content-Type': 'application/json'},
    body: json === undefined ? undefined : JSON.stringify(json),
  });
  if (!response.ok) {
    throw await problem(response, quiet);
  }
  if (raw) {
    return response;
  }
  return response.status === 204 ? null : response.json();
}

export const e = encodeURIComponent;
export const query = values => {
  const parts = Object.entries(values).filter(([, value]) => value !== undefined && value !== '' && value !== false)
    .map(([name, value]) => `${name}=${e(value)}`);
  return parts.length ? `?${parts.join('&')}` : '';
};

/** Lines of JSON as they come. */
export async function lines(path, signal, online) {
  const response = await api(path, {signal, raw: true});
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {value, done} = await reader.read();
    rest += value || '';
    const all = rest.split('\n');
    rest = all.pop();
    all.filter(line => line).forEach(line => online(JSON.parse(line)));
    if (done) {
      return;
    }
  }
}

/** Sends with a picture of how far it is. */
export function upload(path, json, onprogress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/${path}`);
    request.setRequestHeader('Content-Type', 'application/json');
    request.upload.onprogress = event => onprogress(event.loaded, event.total);
    request.onload = () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch (error) {
        // Told by its status.
      }
      if (request.status < 300) {
        resolve(answer);
      } else {
        reject(new Failure(request.status, answer));
      }
    };
    request.onerror = () => reject(new Failure(0, {detail: 'the server does not answer'}));
    request.send(JSON.stringify(json));
  });
}

/**
 * Events for as long as the page is there: over a restart of the server, too. Returns what ends them.
 * Each time that it begins to listen, something may have happened just before: onopen is the time to ask anew.
 */
export function events(path, names, onevent, onopen) {
  let source;
  let timer;
  let ended = false;
  const open = () => {
    source = new EventSource(`/api/v1/${path}`);
    source.onopen = () => {
      listeners.connection(true);
      onopen();
    };
    source.onerror = () => {
      if (!ended) {
        listeners.connection(false);
      }
      // The browser gives up where it was answered at all, as by a server that is about to stop.
      if (source.readyState === EventSource.CLOSED && !ended) {
        clearTimeout(timer);
        timer = setTimeout(open, 2000);
      }
    };
    names.forEach(name => source.addEventListener(name, event => onevent(JSON.parse(event.data))));
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    source.close();
  };
}
