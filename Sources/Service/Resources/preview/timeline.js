// The sample's timeline: where the sample is, what happens in it, and a handle to go elsewhere.

import {post} from './feed.js';
import {clock, describe} from './log.js';

const byID = id => document.getElementById(id);
const STEP = 1;
const JUMP = 2;
// Marks nearer than this to where one is don't count as the next.
const NEAR = 0.15;
// For so long after a request the server may still tell the old position.
const PATIENCE = 1500;

export class Timeline {
  constructor(say) {
    this.say = say;
    this.element = byID('timeline');
    // The server tells the position four times a second, and it goes on by itself between.
    this.sample = {position: 0, at: 0, duration: 0, round: 0, isMoving: false};
    this.events = [];
    this.wire();
    setInterval(() => this.draw(), 100);
  }

  /** Where the sample is, as the server tells. */
  follow({position, duration, loop, round, source, isCut}) {
    const isNew = round !== this.sample.round;
    // What was pressed in the last round isn't part of this one.
    if (isNew) this.forget();
    if (isNew || performance.now() > (this.wanted?.until ?? 0)) this.wanted = undefined;
    const isLonger = duration !== this.sample.duration;
    this.sample = {position, at: performance.now(), duration, round, isMoving: source !== 'finished'};
    if (isLonger) this.place();
    byID('sample-duration').textContent = duration ? clock(duration) : '–';
    byID('sample-loop').textContent = isCut ? 'source lost' : loop > 0 ? `loop ${loop + 1}` : '';
    this.draw();
  }

  /** The events that come in each round. */
  mark(events) {
    this.events = events.map(one => ({...one, isOwn: false}));
    this.place();
  }

  /** An entry of the log: one that somebody pressed has a place here. */
  add({position, round, event}) {
    if (!event || position === undefined || round !== this.sample.round || this.events.length > 1500) return;
    // A burst of hearts is one mark.
    const last = this.events.at(-1);
    if (event.type === 'hearts' && last?.isOwn && last.event.type === 'hearts' && position - last.time < 0.5) return;
    this.events.push({time: position, event, isOwn: true});
    this.place();
  }

  forget() {
    this.events = this.events.filter(one => !one.isOwn);
    this.place();
  }

  get now() {
    const {position, at, duration, isMoving} = this.sample;
    return Math.min(isMoving ? position + (performance.now() - at) / 1000 : position, duration);
  }

  /** What is shown: where one drags to, where the server was asked to go, or where the sample is. */
  get shown() { return this.dragged ?? this.wanted?.time ?? this.now; }

  place() {
    const {duration} = this.sample;
    if (!duration) return;
    byID('marks').replaceChildren(...this.events.filter(one => one.time <= duration).map(({time, event, isOwn}) => {
      const mark = document.createElement('span');
      mark.style.left = `${100 * time / duration}%`;
      mark.dataset.type = event.type;
      if (isOwn) mark.dataset.own = '';
      return mark;
    }));
  }

  draw() {
    const {duration} = this.sample;
    if (!(duration > 0)) return;
    const {shown, element} = this;
    byID('sample-time').textContent = clock(shown);
    byID('timeline-done').style.transform = `scaleX(${shown / duration})`;
    byID('timeline-thumb').style.left = `${100 * shown / duration}%`;
    element.setAttribute('aria-valuemax', duration.toFixed(1));
    element.setAttribute('aria-valuenow', shown.toFixed(1));
    element.setAttribute('aria-valuetext', `${clock(shown)} of ${clock(duration)}`);
  }

  // --- Going elsewhere

  async go(time) {
    const {duration} = this.sample;
    if (!duration) return;
    const position = Math.min(Math.max(0, time), duration);
    this.wanted = {time: position, until: performance.now() + PATIENCE};
    this.draw();
    try {
      await post('/preview/source', JSON.stringify({position}));
    } catch (error) {
      this.wanted = undefined;
      this.say(error.message);
    }
  }

  /** To the next mark in a direction, or some seconds on where there is none. */
  step(direction) {
    const now = this.shown;
    const times = this.events.map(one => one.time).filter(time => direction > 0 ? time > now + NEAR : time < now - 0.6);
    this.go(times.length ? direction > 0 ? Math.min(...times) : Math.max(...times) : now + direction * JUMP);
  }

  wire() {
    const {element} = this;
    const timeAt = event => {
      const {left, width} = element.getBoundingClientRect();
      return Math.min(Math.max(0, (event.clientX - left) / width), 1) * this.sample.duration;
    };
    element.addEventListener('pointerdown', event => {
      if (event.button !== 0 || !this.sample.duration) return;
      // Otherwise the browser may take it to be the drag of a selected text.
      event.preventDefault();
      element.focus({preventScroll: true});
      element.setPointerCapture(event.pointerId);
      this.dragged = timeAt(event);
      this.draw();
    });
    element.addEventListener('pointermove', event => {
      if (this.dragged !== undefined) {
        this.dragged = timeAt(event);
        this.draw();
      }
      this.showTip(timeAt(event));
    });
    element.addEventListener('pointerup', event => {
      if (this.dragged === undefined) return;
      this.dragged = undefined;
      this.go(timeAt(event));
    });
    element.addEventListener('pointercancel', () => { this.dragged = undefined; });
    element.addEventListener('pointerleave', () => { byID('timeline-tip').hidden = true; });
    element.addEventListener('keydown', event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const now = this.shown;
      const target = {
        ArrowLeft: now - STEP, ArrowDown: now - STEP, ArrowRight: now + STEP, ArrowUp: now + STEP,
        PageDown: now - JUMP, PageUp: now + JUMP, Home: 0, End: this.sample.duration,
      }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      this.go(target);
    });
  }

  /** Under the pointer: the time, and what happens about there. */
  showTip(time) {
    const {duration} = this.sample;
    const tip = byID('timeline-tip');
    tip.hidden = !duration;
    if (!duration) return;
    const near = this.events.filter(one => Math.abs(one.time - time) <= duration * 0.012).map(one => describe(one.event));
    const words = [...new Set(near)];
    const rest = words.length > 3 ? ` and ${words.length - 2} more` : '';
    tip.textContent = [clock(time), (rest ? words.slice(0, 2) : words).join('; ') + rest].filter(Boolean).join('  ');
    tip.style.left = `${100 * time / duration}%`;
    tip.dataset.side = time < duration / 2 ? 'left' : 'right';
  }
}
