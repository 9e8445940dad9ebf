// player.js: plays a Tatecast show in a <video>, and tells what is on sale in the picture that is on screen.
//
//     import { watch } from "./player.js";
//     const show = watch(document.querySelector("video"));
//     show.addEventListener("change", () => draw(show.product, show.coupon, show.poll, show.auction));
//     heartButton.onclick = () => show.heart();
//
// docs/page.md tells all of it.

const CLASS = "com.tatecast.";
const LIMIT = 1000;
// How long something may take before the page goes on without it, in milliseconds: pictures are what people came for.
const PATIENCE = { state: 5_000, script: 10_000, pictures: 10_000 };

/// Begins to play.
///
/// - base: the show's folder; by default that of the page.
/// - autoplay: whether to begin at once, muted if the browser wants that.
export function watch(video, options = {}) {
  const show = new Show(video, options);
  show.begin();
  return show;
}

/// A show that is watched. Events: "change" (what is on sale, or in `products`), "state" (`state`, `watching`, `audience`), "sent" (detail:
/// what became of what was sent), "captions".
export class Show extends EventTarget {
  constructor(video, { base, autoplay = true } = {}) {
    super();
    this.video = video;
    this.base = folderOf(base ?? location.href);
    this.address = new URL("master.m3u8", this.base).href;
    this.autoplay = autoplay;
    // What is on sale on screen; null for nothing.
    this.product = this.coupon = this.poll = this.auction = null;
    // connecting, playing, waiting, paused, ended, offline, unplayable
    this.state = "connecting";
    this.watching = null;
    // What visitors may send: { comments: "off" | "hold" | "show" }; null for nothing.
    this.audience = null;
    this.hls = null;
    // Whether it goes on as it is watched; null while nobody knows.
    this.isLive = null;
    // Those up to the instant on screen, the first one first.
    this.products = [];
    this.known = [];
    this.ranges = new Map();
    this.tape = new Tape(video);
    this.sender = new Sender(this);
  }

  async begin() {
    const video = this.video;
    for (const [event, state] of [["playing", "playing"], ["waiting", "waiting"], ["pause", "paused"], ["ended", "ended"]]) {
      video.addEventListener(event, () => this.become(state));
    }
    await this.ask();
    await this.play();
    setInterval(() => this.look(), 100);
  }

  // --- What isn't in the playlists.

  async ask() {
    let every = 5;
    try {
      const question = credentials => fetch(new URL("page/state", this.base),
        { credentials, cache: "no-store", signal: AbortSignal.timeout(PATIENCE.state) });
      let isNamed = true;
      // A page of another site that isn't named by --page-origin may read it, but send nothing.
      const answer = await question("include").catch(() => { isNamed = false; return question("omit"); });
      if (!answer.ok) throw new Error(`page/state: ${answer.status}`);
      const state = await answer.json();
      this.watching = state.watching;
      this.audience = isNamed ? state.audience : null;
      this.player = state.player;
      this.known = state.products.map(product => ({
        ...product, name: inLanguage(product.name), since: product.since ? Date.parse(product.since) : null }));
      every = state.every;
      if (state.audience) this.sender.readyIn(state.audience.wait);
    } catch { /* It goes on without. */ }
    this.tell("state");
    // One question at a time is waited for, whoever asked: each counts as a page that is open.
    clearTimeout(this.question);
    this.question = setTimeout(() => this.ask(), every * 1000);
  }

  // --- Playing.

  async play() {
    const video = this.video;
    const Hls = await this.loadHls();
    if (Hls?.isSupported()) {
      // Who has fallen behind catches up, at a pace that nobody hears; and a stall puts nobody a whole second further from what they tap at for the rest of the
      // show, as hls.js would: who opens the page as the show begins has one.
      const hls = this.hls = new Hls({ lowLatencyMode: true, enableWorker: true, maxLiveSyncPlaybackRate: 1.1, liveSyncOnStallIncrease: 0.25 });
      const { Events } = Hls;
      for (const name of [Events.LEVEL_LOADED, Events.LEVEL_UPDATED]) {
        hls.on(name, (_, { details }) => {
          this.settle(details.live);
          this.take(Object.values(details.dateRanges ?? {}).map(fromHls));
        });
      }
      hls.on(Events.SUBTITLE_TRACKS_UPDATED, () => this.tell("captions"));
      hls.on(Events.ERROR, (_, { fatal, type }) => {
        if (!fatal) return;
        if (type === "mediaError") return hls.recoverMediaError();
        this.tryAgain(() => hls.loadSource(this.address));
      });
      // What is loaded anew is paused at first.
      hls.on(Events.MANIFEST_PARSED, () => {
        if (this.state === "offline") this.resumes ? this.start() : this.become("paused");
      });
      hls.loadSource(this.address);
      hls.attachMedia(video);
    } else if (video.canPlayType("application/vnd.apple.mpegurl")) {
      video.addEventListener("error", () => this.tryAgain(() => this.resumes ? this.start() : this.become("paused")));
      video.textTracks.addEventListener("addtrack", () => this.tell("captions"));
      video.src = this.address;
      this.reload();
    } else {
      return this.become("unplayable");
    }
    if (this.autoplay) this.start();
  }

  async start() {
    const video = this.video;
    if (!this.hls && (video.error || !video.src)) video.src = this.address;
    try {
      await video.play();
    } catch {
      // Browsers play with sound only after a tap.
      video.muted = true;
      video.play().catch(() => this.become("paused"));
    }
  }

  /// There is nothing to play: tries again in a moment. Who had paused is to find it paused.
  tryAgain(load) {
    if (this.state !== "offline") this.resumes = this.state !== "paused";
    this.become("offline");
    setTimeout(load, 2000);
  }

  async loadHls() {
    // Safari plays with low latency by itself, and tells the instant of its picture.
    if (!this.player || this.video.getStartDate) return null;
    const address = new URL(this.player.script, this.base).href;
    const patience = new Promise((_, reject) => setTimeout(reject, PATIENCE.script, new Error("it takes too long")));
    try {
      const Hls = await Promise.race([this.player.isModule ? import(address).then(found => found.default) : run(address), patience]);
      if (!Hls?.isSupported) throw new Error("it isn't hls.js");
      return Hls;
    } catch (error) {
      console.warn(`${address} can't be loaded; the browser plays by itself, if it can`, error);
      return null;
    }
  }

  // --- Date ranges of a browser that plays by itself: read from the same playlist, as not all hand them on.

  async reload() {
    let pause = 1000;
    try {
      if (!this.list) {
        const text = await read(this.address);
        const lines = text.split("\n");
        const stream = lines.findIndex(line => line.startsWith("#EXT-X-STREAM-INF"));
        this.list = new URL(lines.slice(stream + 1).find(line => line && !line.startsWith("#")), this.address).href;
      }
      const fetched = this.tape.fetched;
      const media = parse(await read(this.list));
      this.tape.take(media, fetched);
      this.settle(!media.isEnded);
      this.take(media.ranges);
      if (media.isEnded) return;
    } catch { pause = 3000; }
    setTimeout(() => this.reload(), pause);
  }

  /// The instant of the picture that is on screen, in milliseconds since 1970; null if nobody knows yet.
  get instant() {
    const video = this.video;
    if (this.hls) return this.hls.playingDate?.getTime() ?? null;
    const start = video.getStartDate?.().getTime();
    return start ? start + video.currentTime * 1000 : this.tape.instant;
  }

  // --- What is on sale.

  take(ranges) {
    for (const range of ranges) if (range.subject) this.ranges.set(range.id, range);
    while (this.ranges.size > LIMIT) this.ranges.delete(this.ranges.keys().next().value);
    this.look();
  }

  look() {
    const instant = this.instant;
    if (instant === null) return;
    let isChanged = false;
    const begun = [...this.ranges.values()].filter(range => range.start <= instant).sort((a, b) => a.start - b.start);
    for (const subject of ["product", "coupon", "poll", "auction"]) {
      const range = begun.findLast(range => range.subject === subject);
      const facts = range && (range.end === null || range.end > instant) ? range : null;
      if ((facts?.id ?? null) === (this[subject]?.rangeID ?? null)) continue;
      this[subject] = facts && { rangeID: facts.id, ...facts.facts, ...this.pictureOf(facts) };
      isChanged = true;
    }
    const products = this.productsUntil(instant, begun);
    const key = JSON.stringify(products);
    if (key !== this.productKey) {
      [this.products, this.productKey, isChanged] = [products, key, true];
    }
    if (isChanged) this.tell("change");
  }

  /// All products that were on sale up to an instant, the first one first: as the page knows them, and as those do who were there before.
  productsUntil(instant, begun) {
    const products = new Map();
    for (const product of this.known) {
      if (product.since === null || product.since > instant) continue;
      const { id, name, price, currency, url } = product;
      products.set(id, { id, name, price, currency, url, ...this.pictureOf({ subject: "product", facts: { id } }) });
    }
    for (const range of begun) {
      if (range.subject !== "product" || !range.facts.id) continue;
      const { id, name, price, currency, url, stock } = range.facts;
      products.set(id, { id, name, price, currency, url, stock, ...this.pictureOf(range) });
    }
    return [...products.values()];
  }

  pictureOf({ subject, facts }) {
    if (subject !== "product" || !this.known.find(product => product.id === facts.id)?.hasPicture) return {};
    return { picture: new URL("page/picture?product=" + encodeURIComponent(facts.id), this.base).href };
  }

  // --- What visitors do. Hearts are summed up: the first goes at once, and no more than one request a second.

  heart(count = 1) { this.sender.add(message => { message.hearts = Math.min(100, (message.hearts ?? 0) + count); }); }

  /// - option: its number, from 1.
  vote(option) {
    const poll = this.poll?.id;
    this.sender.add(message => { message.vote = poll === undefined ? { option } : { poll, option }; });
  }

  comment(text, author) { this.sender.add(message => { message.comment = author ? { author, text } : { text }; }); }

  // --- Captions.

  /// Those that there are: [{ label, language, isOn }].
  get captions() {
    if (this.hls) {
      return this.hls.subtitleTracks.map((track, index) =>
        ({ label: track.name, language: track.lang, isOn: this.hls.subtitleDisplay && this.hls.subtitleTrack === index }));
    }
    return this.textTracks.map(track => ({ label: track.label, language: track.language, isOn: track.mode === "showing" }));
  }

  /// - index: of `captions`; -1 for none.
  showCaptions(index) {
    if (this.hls) {
      [this.hls.subtitleDisplay, this.hls.subtitleTrack] = [index >= 0, index];
    } else {
      this.textTracks.forEach((track, place) => { track.mode = place === index ? "showing" : "disabled"; });
    }
    this.tell("captions");
  }

  get textTracks() {
    return [...this.video.textTracks].filter(track => ["subtitles", "captions"].includes(track.kind));
  }

  settle(isLive) {
    // Who has watched it live sees its end, and no replay.
    if (this.isLive !== null) return;
    this.isLive = isLive;
    this.tell("state");
  }

  become(state) {
    clearTimeout(this.stall);
    // hls.js has been seen to wait for ever.
    if (state === "waiting" && this.hls) {
      this.stall = setTimeout(() => this.tryAgain(() => this.hls.loadSource(this.address)), PATIENCE.pictures);
    }
    this.state = state;
    this.tell("state");
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}

/// The segments of a playlist one behind the other, and where on them a browser is that plays by itself and tells no instants.
///
/// Its time counts on from where it began, whatever dates do (a restart leaves a gap in them). Some tell the end of what can be played. Chromium,
/// while a show goes on, tells only how much it has fetched: that was in the playlist by then, and mostly is all that was.
class Tape {
  constructor(video) {
    this.video = video;
    // { sequence, begin, duration, date }: begin and duration in seconds, date in milliseconds since 1970.
    this.segments = [];
    // Where the browser's time is 0.
    this.origin = null;
    video.addEventListener("loadstart", () => { if (!this.isWhole) this.origin = null; });
  }

  /// How far the browser has fetched, by its time; null for nothing.
  get fetched() {
    const { buffered } = this.video;
    return buffered.length ? buffered.end(buffered.length - 1) : null;
  }

  get end() {
    const last = this.segments.at(-1);
    return last ? last.begin + last.duration : 0;
  }

  /// - fetched: what it was before the playlist was asked for.
  take({ segments, isEnded }, fetched) {
    this.isWhole = isEnded && !this.segments.length;
    const known = segments.length ? this.segments.find(({ sequence }) => sequence === segments[0].sequence) : null;
    // Where nothing is known of both, where one is on the other isn't either.
    if (!known) this.origin = null;
    let begin = known?.begin ?? 0;
    this.segments = segments.map(segment => {
      const laid = { ...segment, begin };
      begin += segment.duration;
      return laid;
    });
    if (this.isWhole) this.origin = 0;
    else if (fetched !== null && this.fetched >= fetched) this.origin = Math.min(this.origin ?? Infinity, this.end - fetched);
  }

  get instant() {
    const { seekable, currentTime } = this.video;
    const isTold = seekable.length && !this.isWhole;
    if (!this.segments.length || !isTold && this.origin === null) return null;
    const place = isTold ? this.end - (seekable.end(seekable.length - 1) - currentTime) : this.origin + currentTime;
    const segment = this.segments.findLast(({ begin }) => begin <= place) ?? this.segments[0];
    return segment.date === null ? null : segment.date + (place - segment.begin) * 1000;
  }
}

/// Sends what a visitor does: at once if nothing was sent for a second, else all of it when that is over.
class Sender {
  constructor(show) {
    this.show = show;
    this.message = {};
    this.next = 0;
    this.timer = null;
  }

  readyIn(seconds) { if (seconds) this.next = Math.max(this.next, performance.now() + seconds * 1000 + 100); }

  add(change) {
    change(this.message);
    this.timer ??= setTimeout(() => this.send(), Math.max(0, this.next - performance.now()));
  }

  async send() {
    const message = this.message;
    [this.message, this.next] = [{}, performance.now() + 1000];
    let result = {};
    try {
      const answer = await fetch(new URL("page/events", this.show.base), {
        method: "POST", credentials: "include", headers: { "Content-Type": "application/json" }, body: JSON.stringify(message)
      });
      result = await answer.json().catch(() => ({}));
      // Its cookie's time is over, or the browser dropped it: once more with another.
      const isStranger = answer.status === 401 && !this.isRenewed;
      if (isStranger) await this.show.ask();
      this.isRenewed = isStranger;
      if (answer.status === 429 || isStranger) {
        this.readyIn(Number(answer.headers.get("retry-after")) || 1);
        const hearts = (message.hearts ?? 0) + (this.message.hearts ?? 0);
        this.message = { ...message, ...this.message };
        if (hearts) this.message.hearts = Math.min(100, hearts);
        result = null;
      }
    } catch { result = { error: "offline" }; }
    this.timer = null;
    if (Object.keys(this.message).length) this.add(() => {});
    if (result) this.show.tell("sent", { ...result, sent: message });
  }
}

/// The folder of an address: that itself, unless its last name is a file's.
function folderOf(address) {
  const url = new URL(address, location.href);
  url.search = url.hash = "";
  const last = url.pathname.split("/").pop();
  if (last.includes(".")) url.pathname = url.pathname.slice(0, -last.length);
  else if (last) url.pathname += "/";
  return url.href;
}

async function read(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}

/// A script that makes `Hls`.
async function run(address) {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    [script.src, script.onload, script.onerror] = [address, resolve, reject];
    document.head.append(script);
  });
  return window.Hls;
}

/// A media playlist: its date ranges, and its segments, each with the instant that it begins at, or null.
export function parse(text) {
  const list = { ranges: [], segments: [], isEnded: /^#EXT-X-ENDLIST/m.test(text) };
  let [sequence, date] = [0, null];
  for (const line of text.split("\n")) {
    const [tag, rest] = [line.split(":", 1)[0], line.slice(line.indexOf(":") + 1)];
    if (tag === "#EXT-X-MEDIA-SEQUENCE") {
      sequence = Number(rest);
    } else if (tag === "#EXT-X-PROGRAM-DATE-TIME") {
      date = Date.parse(rest);
    } else if (tag === "#EXTINF") {
      const duration = parseFloat(rest);
      list.segments.push({ sequence: sequence++, duration, date });
      if (date !== null) date += duration * 1000;
    } else if (tag === "#EXT-X-DATERANGE") {
      list.ranges.push(toRange(attributes(rest)));
    }
  }
  return list;
}

function attributes(text) {
  const found = {};
  for (const [, name, quoted, plain] of text.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^",]*))/g)) found[name] = quoted ?? plain;
  return found;
}

function fromHls(range) { return toRange(range.attr); }

// The languages of whoever watches, each with those that it is a kind of: EN-US, EN.
const LANGUAGES = (navigator.languages ?? [navigator.language ?? "en"]).flatMap(tag => {
  const parts = tag.toUpperCase().split("-");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
});

// A text, or one of several: { ja: "…", en: "…" }.
function inLanguage(text) {
  if (typeof text !== "object" || text === null) return text;
  const texts = new Map(Object.entries(text).map(([tag, words]) => [tag.toUpperCase(), words]));
  return texts.get(LANGUAGES.find(tag => texts.has(tag))) ?? Object.values(text)[0];
}

const NUMBERS = ["price", "originalPrice", "stock", "bid", "startingBid"];

function toRange(list) {
  const kind = list.CLASS ?? "";
  const facts = {};
  for (const [name, value] of Object.entries(list)) {
    if (!name.startsWith("X-COM-TATECAST-")) continue;
    const key = name.slice(15).toLowerCase().replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
    const own = LANGUAGES.map(tag => list[`${name}-${tag}`]).find(text => text !== undefined);
    facts[key] = NUMBERS.includes(key) ? Number(value) : own ?? value;
  }
  if (kind === CLASS + "poll") facts.options = [1, 2, 3, 4].map(n => facts["option" + n]).filter(text => text !== undefined);
  // A script's address in a link would be run.
  if (facts.url && !/^https?:\/\//i.test(facts.url)) delete facts.url;
  const start = Date.parse(list["START-DATE"]);
  const end = list["END-DATE"] ? Date.parse(list["END-DATE"])
    : list.DURATION !== undefined ? start + parseFloat(list.DURATION) * 1000 : null;
  return { id: list.ID, subject: kind.startsWith(CLASS) ? kind.slice(CLASS.length) : null, start, end, facts };
}
