// What the server tells: one stream of server-sent events for the whole page.

/** Listens until the page goes. `handlers` has a function for each kind of message, and `connection(isOpen)`. */
export function listen(handlers) {
  let source;
  let timer;
  const connect = () => {
    source = new EventSource('/preview/feed');
    source.onopen = () => handlers.connection(true);
    source.onerror = () => {
      handlers.connection(false);
      // A browser gives up by itself when the answer isn't what it expects, as while the server starts again.
      source.close();
      clearTimeout(timer);
      timer = setTimeout(connect, 700);
    };
    for (const kind of ['hello', 'sample', 'preset', 'state', 'still', 'onair', 'problem', 'log']) {
      source.addEventListener(kind, message => handlers[kind](JSON.parse(message.data)));
    }
  };
  connect();
  // A page that leaves must not count as one that was cut off.
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', event => { if (event.persisted) connect(); });
}

/** Sends JSON, or a line of it for each event, to the server, and returns its answer. Throws an Error whose message is the server's sentence. */
export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST', headers: {'content-type': 'application/json'}, body,
    });
  } catch {
    throw new Error('The preview has stopped: start it again in the terminal.');
  }
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
}
