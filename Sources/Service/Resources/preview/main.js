// The preview page: puts its parts together.

import {Controls} from './controls.js';
import {listen} from './feed.js';
import {wireKeys} from './keys.js';
import {addEntry} from './log.js';
import {drawCovers, drawSafeArea, Still} from './phone.js';
import {Player} from './player.js';
import {showProblems} from './problems.js';
import {SourceView} from './source.js';
import {Timeline} from './timeline.js';

const byID = id => document.getElementById(id);
// What the media's own times begin at: see the muxer.
const MEDIA_START = 10;

const video = byID('video');
const still = new Still();
const controls = new Controls(say);
const timeline = new Timeline(say);
const source = new SourceView(say);
let apps = [];
let preset = {};
let programmeStart;

// --- The picture

const latency = {value: undefined, shown: 0};
const hls = new URLSearchParams(location.search).has('hls');
new Player(video, {
  hls,
  onTime(mediaTime, displayed) {
    byID('note').hidden = true;
    // A browser's own HLS counts from where it began, so nothing is known of the programme's time.
    if (hls) return;
    still.pass(mediaTime);
    if (programmeStart === undefined) return;
    const seconds = (displayed - programmeStart) / 1000 - (mediaTime - MEDIA_START);
    latency.value = latency.value === undefined ? seconds : latency.value * 0.9 + seconds * 0.1;
    if (displayed - latency.shown > 400) {
      latency.shown = displayed;
      byID('figure-latency').textContent = `${latency.value.toFixed(2)} s`;
    }
  },
});

// --- What the server tells

const WORDS = {waiting: 'waiting for the sample', live: 'on air', frozen: 'source stalls', slate: 'source lost', finished: 'finished'};

listen({
  connection(isOpen) {
    if (isOpen) return;
    air('gone', 'the preview has stopped');
    byID('note').textContent = 'The preview has stopped. Start it again in the terminal; this page comes back by itself.';
    byID('note').hidden = false;
    still.hide();
  },
  sample(events) { timeline.mark(events); },
  hello(message) {
    apps = message.apps;
    document.documentElement.style.setProperty('--canvas', `${message.canvas.width} / ${message.canvas.height}`);
    byID('file').textContent = message.file;
    document.title = `${message.file} – tatecast preview`;
    fillApps();
  },
  preset(message) {
    preset = message;
    controls.adopt(message);
    drawSafeArea(preset.safeArea, byID('show-safe-area').checked);
  },
  state(message) {
    if (message.start) programmeStart = message.start;
    air(message.source, WORDS[message.source] ?? message.source);
    controls.follow(message);
    byID('figure-fps').textContent = message.fps.toFixed(1);
    byID('figure-cpu').textContent = `${Math.round(message.cpu)} %`;
    timeline.follow(message);
    source.follow(message.follow);
  },
  still(message) { still.show(message).catch(() => still.hide()); },
  onair(message) { still.expect({...message, media: message.time + MEDIA_START}); },
  problem: showProblems,
  log(entry) {
    addEntry(entry);
    timeline.add(entry);
  },
});

function air(state, words) {
  if (byID('air').dataset.state === state) return;
  byID('air').dataset.state = state;
  byID('air-words').textContent = words;
}

// --- Sound

function setMuted(isMuted) {
  video.muted = isMuted;
  byID('mute').firstChild.textContent = isMuted ? 'Unmute ' : 'Mute ';
}
byID('mute').addEventListener('click', () => setMuted(!video.muted));
byID('volume').addEventListener('input', () => {
  video.volume = Number(byID('volume').value);
  setMuted(video.volume === 0);
});
video.volume = Number(byID('volume').value);

// --- What apps cover

function fillApps() {
  const select = byID('app');
  const chosen = select.value || remembered('app');
  select.replaceChildren(new Option('no app', ''), ...apps.map(app => new Option(app.title, app.name)));
  select.value = apps.some(app => app.name === chosen) ? chosen : '';
  chooseApp();
}

function chooseApp() {
  const name = byID('app').value;
  drawCovers(apps.find(app => app.name === name));
  remember('app', name);
}
byID('app').addEventListener('change', chooseApp);

function nextApp() {
  const select = byID('app');
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  chooseApp();
}

const safeAreaBox = byID('show-safe-area');
safeAreaBox.checked = remembered('safe-area') === 'yes';
function changeSafeArea() {
  drawSafeArea(preset.safeArea, safeAreaBox.checked);
  remember('safe-area', safeAreaBox.checked ? 'yes' : '');
}
safeAreaBox.addEventListener('change', changeSafeArea);

const sourceBox = byID('show-source');
sourceBox.checked = remembered('source') === 'yes';
function changeSource() {
  source.show(sourceBox.checked);
  remember('source', sourceBox.checked ? 'yes' : '');
}
sourceBox.addEventListener('change', changeSource);
changeSource();

// A page that is loaded again looks as it did.
function remembered(key) { try { return sessionStorage.getItem(key) ?? ''; } catch { return ''; } }
function remember(key, value) { try { sessionStorage.setItem(key, value); } catch { /* Then it doesn't. */ } }

// --- Words that pass

let toastTimer;
function say(words) {
  const toast = byID('toast');
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, 6000);
}

// --- Keys

const press = id => () => { if (byID(id)?.disabled === false) byID(id).click(); };
wireKeys([
  ['h', 'Send a heart; hold for a burst', controls.holdHearts.start, controls.holdHearts.stop],
  ['p', 'Change the price', press('change-price')],
  ['o', 'Sold out, and back in stock', press('sold-out')],
  ['n', 'Next product', press('next-product')],
  ['c', 'Send a comment', press('send-comment')],
  ['i', 'Pin the last comment, or unpin', press('pin')],
  ['x', 'Remove the last comment', press('remove-comment')],
  ['l', 'Open or close a poll', press('poll')],
  ['1', 'Vote for the first option', press('vote-1')],
  ['2', 'Vote for the second option', press('vote-2')],
  ['t', 'Start or stop a countdown', press('countdown')],
  ['k', 'Show or hide a coupon', press('coupon')],
  ['s', 'Lose the source, and bring it back', press('source')],
  ['r', 'Reset the show', press('reset')],
  [',', 'Back in the sample: to the mark before, or two seconds', () => timeline.step(-1)],
  ['.', 'On in the sample: to the next mark, or two seconds', () => timeline.step(1)],
  ['a', 'Next app’s screen', nextApp],
  ['g', 'Safe area', () => safeAreaBox.click()],
  ['v', 'The source’s whole picture, with what the crop follows', () => sourceBox.click()],
  ['f', 'Let the crop follow again that is held', press('follow-again')],
  ['m', 'Sound on or off', press('mute')],
  ['?', 'These keys', () => byID('keys').showModal()],
]);
