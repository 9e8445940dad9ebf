// What happened, the latest first, each with its time in the show.

const LONGEST = 200;
const list = document.getElementById('log');
let hearts;

/** Adds an entry as the server sends it. */
export function addEntry(entry) {
  document.getElementById('log-hint').hidden = list.children.length > 2;
  const {time, kind, event} = entry;
  // Hearts come by the dozen: a run of them is one line.
  if (event?.type === 'hearts' && hearts?.row.isConnected && list.firstElementChild === hearts.row && time - hearts.time < 3) {
    hearts.count += event.count;
    hearts.time = time;
    hearts.words.textContent = heartWords(hearts.count);
    return;
  }
  const row = document.createElement('li');
  const stamp = document.createElement('time');
  stamp.textContent = clock(time);
  const words = document.createElement('span');
  words.className = kind;
  words.textContent = event ? describe(event) : entry.text;
  row.append(stamp, words);
  list.prepend(row);
  if (event?.type === 'hearts') hearts = {row, words, count: event.count, time};
  while (list.children.length > LONGEST) list.lastElementChild.remove();
}

export function clock(seconds) {
  if (seconds === null || seconds === undefined) return '';
  const whole = Math.max(0, seconds);
  return `${Math.floor(whole / 60)}:${(whole % 60).toFixed(1).padStart(4, '0')}`;
}

const heartWords = count => count === 1 ? '1 heart' : `${count} hearts`;

/** An event in words. */
export function describe(event) {
  const {type, action} = event;
  switch (type) {
    case 'hearts': return heartWords(event.count);
    case 'price': {
      const product = event.product ?? event.products?.[0];
      if (product) return `price: ${product.name}, ${product.price} ${product.currency}`;
      return `price: ${action === 'soldOut' ? 'sold out' : action}${event.stock === undefined ? '' : ` ${event.stock}`}`;
    }
    case 'comment': return action && action !== 'show' ? `comment: ${action} ${event.id ?? ''}` : `comment: ${event.text}`;
    case 'poll':
      if (action === 'vote') return `poll: ${event.count ?? 1} for option ${event.option}`;
      return action === 'close' ? 'poll: closed' : `poll: ${event.question}`;
    case 'countdown': return action === 'stop' ? 'countdown: stopped' : `countdown: ${event.seconds ?? event.to ?? 'rounds'}${event.seconds ? ' s' : ''}`;
    case 'coupon': return action === 'hide' ? 'coupon: hidden' : `coupon: ${event.code}`;
    case 'layer': return `layer ${event.name}: ${action === 'show' ? 'shown' : 'hidden'}`;
    case 'nameplate': return action === 'hide' ? 'nameplate: hidden' : `nameplate: ${event.name}`;
    default: return [type, action].filter(Boolean).join(': ');
  }
}
