// The buttons: each makes an event of the show, as the control API takes them.

import {post} from './feed.js';

const byID = id => document.getElementById(id);
// Buttons that the server offers and that have a key.
const KEYS = {coupon: 'K'};

export class Controls {
  constructor(say) {
    this.say = say;
    // What the buttons put on screen, in the preset's language; the server sends it with the preset.
    this.show = undefined;
    this.product = 0;
    this.comment = 0;
    this.state = {};
    this.layers = [];
    // Ids must be new for each page: of two events with one id the second counts for nothing.
    this.name = `p${Date.now().toString(36)}`;
    this.counter = 0;
    this.wire();
    this.wireHearts();
  }

  id(kind) { return `${this.name}-${kind}-${++this.counter}`; }

  /** Another preset: its language, and what its layers can show. */
  adopt({demonstration, layers}) {
    this.layers = layers;
    // What somebody has typed stays, unless the language is another.
    if (JSON.stringify(demonstration) !== JSON.stringify(this.show)) {
      this.show = demonstration;
      this.fillPrice();
      this.fillComment();
    }
    for (const group of document.querySelectorAll('[data-needs]')) {
      const isAbsent = !layers.includes(group.dataset.needs);
      group.classList.toggle('absent', isAbsent);
      for (const control of group.querySelectorAll('button, input, select')) {
        if (isAbsent) control.disabled = true;
        else if (group.dataset.needs !== 'poll' || control.id === 'poll') control.disabled = false;
      }
    }
    this.follow(this.state);
  }

  /** What is on screen decides what buttons say. */
  follow(state) {
    this.state = state;
    const isUsable = id => !byID(id).closest('.absent');
    label('poll', state.poll?.isOpen ? 'Close the poll' : 'Open a poll');
    for (const number of [1, 2]) {
      byID(`vote-${number}`).disabled = !(isUsable('poll') && state.poll?.isOpen);
      const name = state.poll?.options?.[number - 1];
      label(`vote-${number}`, name ? `${shorten(name, 12)} ${state.poll.votes[number - 1]}` : `Vote ${number}`);
    }
    label('countdown', state.countdown ? 'Stop' : 'Start');
    for (const group of state.groups ?? []) this.fillGroup(group);
    label('pin', state.pinned ? 'Unpin' : 'Pin');
    byID('pin').disabled = !isUsable('pin') || (!state.pinned && !state.lastComment);
    byID('remove-comment').disabled = !isUsable('pin') || !state.lastComment;
    byID('comment-on').textContent = state.pinned ? `pinned: ${state.pinned.text}` : state.lastComment ? state.lastComment.text : '';
    byID('sold-out').disabled = !isUsable('price') || !state.price;
    byID('hide-price').disabled = !isUsable('price') || !state.price;
    label('sold-out', state.price?.isSoldOut ? 'Back in stock' : 'Sold out');
    const isCut = Boolean(state.isCut);
    label('source', isCut ? 'Bring the source back' : 'Lose the source');
    byID('source').setAttribute('aria-pressed', isCut);
    byID('heart-count').textContent = state.hearts ? state.hearts.toLocaleString('en') : '';
  }

  async send(...events) {
    try {
      const {answers} = await post('/preview/events', events.map(event => JSON.stringify(event)).join('\n'));
      const refused = answers.find(answer => answer.error);
      if (refused) this.say(refused.error);
    } catch (error) {
      this.say(error.message);
    }
  }

  // --- Product

  get currentProduct() { return this.show.products[this.product % this.show.products.length]; }

  fillPrice() {
    byID('currency').textContent = this.show.currency;
    // What a seller does next: a tenth off, on a round figure.
    const {price} = this.currentProduct;
    byID('price').value = this.show.digits ? (price * 0.9).toFixed(2) : String(Math.round(price * 0.09) * 10);
  }

  changePrice() {
    const text = byID('price').value.trim().replace(',', '.');
    if (!/^\d+(\.\d{1,3})?$/.test(text)) {
      this.say(`“${byID('price').value}” is no price: write 3480 or 34.80.`);
      byID('price').focus();
      return;
    }
    this.showProduct(Number(text));
  }

  showProduct(price, changes = {}) {
    const {currency} = this.show;
    const product = {...this.currentProduct, currency, ...(price === undefined ? {} : {price}), ...changes};
    if (product.originalPrice <= product.price) delete product.originalPrice;
    return this.send({type: 'price', id: this.id('price'), product});
  }

  soldOut() {
    const {price} = this.state;
    if (!price) return;
    // Sales that have ended don't begin again by more pieces: the product is shown anew.
    if (price.isSoldOut) this.showProduct();
    else this.send({type: 'price', action: 'soldOut', productId: price.id});
  }

  nextProduct() {
    this.product += 1;
    this.fillPrice();
    this.showProduct();
  }

  // --- Comment

  fillComment() { byID('comment').value = this.show.comments[this.comment % this.show.comments.length]; }

  sendComment() {
    const text = byID('comment').value.trim();
    if (!text) return;
    this.send({type: 'comment', id: this.id('comment'), author: this.show.authors[this.comment % this.show.authors.length], text});
    this.comment += 1;
    this.fillComment();
  }

  pin() {
    if (this.state.pinned) this.send({type: 'comment', action: 'unpin'});
    else if (this.state.lastComment?.id) this.send({type: 'comment', action: 'pin', id: this.state.lastComment.id});
  }

  removeComment() {
    const id = this.state.lastComment?.id;
    if (id) this.send({type: 'comment', action: 'remove', id});
  }

  // --- The rest

  poll() {
    if (this.state.poll?.isOpen) this.send({type: 'poll', action: 'close'});
    else this.send({type: 'poll', id: this.id('poll'), ...this.show.poll});
  }

  vote(option) {
    if (this.state.poll?.isOpen) this.send({type: 'poll', action: 'vote', option, count: 1 + Math.floor(Math.random() * 9)});
  }

  countdown() {
    if (this.state.countdown) this.send({type: 'countdown', action: 'stop'});
    else this.send({type: 'countdown', seconds: Number(byID('seconds').value), label: this.show.countdown});
  }

  /** The buttons of a type of layers, as the server offers them: the first has the type's name for its id. */
  fillGroup({type, buttons}) {
    let row = byID(`group-${type}`);
    if (!row) {
      const group = document.createElement('div');
      group.className = 'group half';
      group.dataset.needs = type;
      const title = document.createElement('h2');
      title.textContent = type[0].toUpperCase() + type.slice(1);
      row = document.createElement('div');
      row.className = 'row';
      row.id = `group-${type}`;
      group.append(title, row);
      byID('source-group').before(group);
      group.classList.toggle('absent', !this.layers.includes(type));
    }
    while (row.children.length > buttons.length) row.lastChild.remove();
    for (const [index, {label: words, event}] of buttons.entries()) {
      let button = row.children[index];
      if (!button) {
        button = document.createElement('button');
        button.type = 'button';
        button.id = index ? `${type}-${index + 1}` : type;
        button.append(words);
        if (KEYS[button.id]) {
          const cap = document.createElement('kbd');
          cap.textContent = KEYS[button.id];
          button.append(' ', cap);
        }
        button.addEventListener('click', () => this.send(JSON.parse(button.dataset.event)));
        row.append(button);
      }
      button.dataset.event = event;
      button.disabled = row.closest('.group').classList.contains('absent');
      label(button.id, words);
    }
  }

  async source() {
    try { await post('/preview/source', JSON.stringify({isCut: !this.state.isCut})); } catch (error) { this.say(error.message); }
  }

  async reset() {
    try { await post('/preview/reset', '{}'); } catch (error) { this.say(error.message); }
  }

  hearts(count = 1) { return this.send({type: 'hearts', count}); }

  // --- Wiring

  wire() {
    const on = (id, action) => byID(id).addEventListener('click', () => action.call(this));
    byID('price-form').addEventListener('submit', event => { event.preventDefault(); this.changePrice(); });
    byID('comment-form').addEventListener('submit', event => { event.preventDefault(); this.sendComment(); });
    on('sold-out', this.soldOut);
    on('next-product', this.nextProduct);
    on('hide-price', () => this.send({type: 'price', action: 'hide'}));
    on('pin', this.pin);
    on('remove-comment', this.removeComment);
    on('poll', this.poll);
    on('vote-1', () => this.vote(1));
    on('vote-2', () => this.vote(2));
    on('countdown', this.countdown);
    on('source', this.source);
    on('reset', this.reset);
  }

  /** A click is a heart; held, it becomes a burst that grows, as when a whole room presses. */
  wireHearts() {
    const button = byID('heart');
    let timer;
    let count;
    const stop = () => {
      clearInterval(timer);
      timer = undefined;
      button.classList.remove('held');
    };
    const start = () => {
      if (timer || button.disabled) return;
      count = 1;
      this.hearts();
      button.classList.add('held');
      timer = setInterval(() => {
        count = Math.min(count + 1, 24);
        this.hearts(count);
      }, 160);
    };
    button.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      start();
    });
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur']) button.addEventListener(name, stop);
    button.addEventListener('contextmenu', event => event.preventDefault());
    // A screen reader's click has no pointer; the space bar and Enter are the same as holding it.
    button.addEventListener('click', event => { if (event.detail === 0 && !event.pointerType) this.hearts(); });
    this.holdHearts = {start, stop};
  }
}

function label(id, text) {
  const button = byID(id);
  const key = button.querySelector('kbd');
  if (button.firstChild.textContent.trim() === text) return;
  button.replaceChildren(...(key ? [`${text} `, key] : [text]));
}

const shorten = (text, length) => [...text].length > length ? `${[...text].slice(0, length - 1).join('')}…` : text;
