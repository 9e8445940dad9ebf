// The source's whole picture, small, with what the crop follows; dragging in it holds the crop at a place.

import {post} from './feed.js';

const byID = id => document.getElementById(id);
// From one picture to the next at least, in milliseconds.
const PAUSE = 150;
const WORDS = {hold: 'holds', moving: 'moves'};

export class SourceView {
  constructor(say) {
    this.say = say;
    this.isShown = false;
    // How the crop follows; undefined while it stands still.
    this.state = undefined;
    this.picture = byID('source-picture');
    this.wire();
  }

  show(isShown) {
    byID('source-view').hidden = !isShown;
    if (isShown && !this.isShown) this.load();
    this.isShown = isShown;
  }

  /** Asks for the next picture when the last has come, so a slow machine shows fewer. */
  async load() {
    clearTimeout(this.timer);
    const image = new Image();
    image.src = `/preview/source?${Date.now()}`;
    // Without a source there is none, and the last one stays.
    try { await image.decode(); byID('source-image').src = image.src; } catch { /* The next may come. */ }
    if (this.isShown) this.timer = setTimeout(() => this.load(), document.hidden ? 1000 : PAUSE);
  }

  follow(state) {
    this.state = state ?? undefined;
    const canFollow = state && state.size < 1;
    this.picture.setAttribute('aria-disabled', !canFollow);
    byID('follow-again').disabled = !state?.isLocked;
    byID('source-words').textContent = !state ? 'the crop stands still' : !canFollow ? 'no room to move'
      : state.isLocked ? 'held' : state.motion === 'lost' ? 'nobody found' : `${state.subject ?? 'nobody'}: ${WORDS[state.motion]}`;
    if (canFollow && !this.held) this.picture.setAttribute('aria-valuenow', Math.round(state.center * 100));
  }

  // --- Holding the crop

  /** Where the crop's middle can be. */
  clamp(place) {
    const half = this.state.size / 2;
    return Math.min(1 - half, Math.max(half, place));
  }

  hold(place) {
    if (!this.state || this.state.size >= 1) return;
    this.held = this.clamp(place);
    const {size, axis} = this.state;
    const [start, length] = [`${(this.held - size / 2) * 100}%`, `${size * 100}%`];
    Object.assign(byID('source-held').style, axis === 'vertical'
      ? {left: 0, width: '100%', top: start, height: length} : {top: 0, height: '100%', left: start, width: length});
    byID('source-held').hidden = false;
    this.picture.setAttribute('aria-valuenow', Math.round(this.held * 100));
    clearTimeout(this.fading);
    if (!this.isDragging) this.fade();
    this.send({lock: Number(this.held.toFixed(4))});
  }

  /** The crop is on its way there, and the picture shows it. */
  fade() {
    this.fading = setTimeout(() => {
      byID('source-held').hidden = true;
      this.held = undefined;
    }, 1500);
  }

  /** One change at a time; of those that come meanwhile the last counts. */
  async send(follow) {
    this.next = follow;
    if (this.isSending) return;
    this.isSending = true;
    while (this.next) {
      const change = this.next;
      this.next = undefined;
      try { await post('/preview/source', JSON.stringify({follow: change})); } catch (error) { this.say(error.message); }
    }
    this.isSending = false;
  }

  wire() {
    const place = event => {
      const box = this.picture.getBoundingClientRect();
      return this.state?.axis === 'vertical' ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width;
    };
    this.picture.addEventListener('pointerdown', event => {
      if (event.button !== 0 || this.picture.getAttribute('aria-disabled') === 'true') return;
      this.picture.setPointerCapture(event.pointerId);
      this.isDragging = true;
      this.picture.classList.add('dragging');
      this.hold(place(event));
    });
    this.picture.addEventListener('pointermove', event => { if (this.isDragging) this.hold(place(event)); });
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      this.picture.addEventListener(name, () => {
        if (!this.isDragging) return;
        this.isDragging = false;
        this.picture.classList.remove('dragging');
        this.fade();
      });
    }
    this.picture.addEventListener('keydown', event => {
      const step = {ArrowLeft: -0.02, ArrowUp: -0.02, ArrowRight: 0.02, ArrowDown: 0.02}[event.key];
      if (!step || !this.state) return;
      event.preventDefault();
      this.hold((this.held ?? this.state.center) + step);
    });
    byID('follow-again').addEventListener('click', () => {
      byID('source-held').hidden = true;
      this.held = undefined;
      this.send('auto');
    });
  }
}
