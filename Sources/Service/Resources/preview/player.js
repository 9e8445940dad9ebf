// Plays the running show a fraction of a second behind its making.
//
// The server's answers never end: an initialisation segment, then each part as it is made. Sound and pictures come in
// an answer of their own, as browsers want them. Parts are whole boxes, so what comes is appended as it comes.

// Parts of a quarter of a second make the buffer swing by as much; what counts is its least.
const PART = 0.27;
// The least that may be left when the next part comes. Each stall shows that it was too little, and doubles it up to the
// largest; a quiet time takes it back.
const LEAST_SLACK = 0.08;
const MOST_SLACK = 0.4;
const JUMP = 0.75;
const KEPT = 12;
// In seconds; parts come four times a second, as long as the programme runs.
const SILENCE = 5;

/** Plays into `video`; calls `onTime(mediaTime)` for every picture shown, where the browser tells. */
export class Player {
  constructor(video, {hls = false, onTime = () => {}} = {}) {
    this.video = video;
    this.onTime = onTime;
    this.pause = 300;
    this.slack = LEAST_SLACK;
    if (hls) {
      video.src = '/master.m3u8';
      this.play();
      video.addEventListener('error', () => setTimeout(() => { video.load(); this.play(); }, 1500));
    } else {
      this.start();
      // In a tab that slept the pictures have gone on without it.
      const wake = () => { if (!document.hidden) this.keepUp(true); };
      document.addEventListener('visibilitychange', wake);
      document.addEventListener('resume', wake);
      setInterval(() => this.watch(), 1000);
      setInterval(() => this.keepUp(), 50);
      video.addEventListener('waiting', () => {
        if (this.isNear && !document.hidden && performance.now() - this.jumped > 1000) this.slack = Math.min(MOST_SLACK, this.slack * 2);
      });
      setInterval(() => { this.slack = Math.max(LEAST_SLACK, this.slack - 0.02); }, 5000);
    }
    this.watchFrames();
  }

  watchFrames() {
    if (!this.video.requestVideoFrameCallback) {
      setInterval(() => this.onTime(this.video.currentTime, performance.timeOrigin + performance.now()), 100);
      return;
    }
    const next = (_, frame) => {
      this.onTime(frame.mediaTime, performance.timeOrigin + frame.expectedDisplayTime);
      this.video.requestVideoFrameCallback(next);
    };
    this.video.requestVideoFrameCallback(next);
  }

  async play() {
    try { await this.video.play(); } catch { /* Muted video may always play; a later call tries again. */ }
  }

  async start() {
    this.aborter?.abort();
    const aborter = this.aborter = new AbortController();
    const source = this.source = new MediaSource();
    const url = URL.createObjectURL(source);
    this.video.src = url;
    this.tracks = [];
    this.least = [];
    this.isNear = false;
    try {
      await new Promise((resolve, reject) => {
        source.addEventListener('sourceopen', resolve, {once: true});
        aborter.signal.addEventListener('abort', reject, {once: true});
      });
      URL.revokeObjectURL(url);
      // Both must be known before anything is appended to either.
      const answers = await Promise.all(['video', 'audio'].map(track =>
        fetch(`/preview/stream?track=${track}`, {signal: aborter.signal})));
      for (const answer of answers) if (!answer.ok) throw new Error(await answer.text());
      this.tracks = answers.map(answer => new Track(source.addSourceBuffer(answer.headers.get('content-type'))));
      source.duration = Infinity;
      await Promise.all(this.tracks.map((track, index) => this.pump(track, answers[index].body.getReader(), aborter)));
      throw new Error('the stream has ended');
    } catch {
      if (aborter !== this.aborter) return;
      aborter.abort();
      setTimeout(() => { if (aborter === this.aborter) this.start(); }, this.pause);
      this.pause = Math.min(this.pause * 1.6, 3000);
    }
  }

  /** An answer that brings nothing any more, without an end, is asked for again: a machine that slept has such ones. */
  watch() {
    const edge = this.edge ?? 0;
    const now = performance.now();
    // A second in which nothing ran, in a tab that slept, says nothing of the server.
    if (edge !== this.watched?.edge || now - this.watched.seen > 3000) this.watched = {edge, count: 0};
    this.watched.seen = now;
    this.watched.count += 1;
    if (this.watched.count < SILENCE || !this.tracks?.length) return;
    this.watched = undefined;
    this.start();
  }

  async pump(track, reader, aborter) {
    for (;;) {
      const {value, done} = await reader.read();
      if (done || aborter !== this.aborter) return;
      await track.append(value);
      await track.trim(this.video.currentTime - KEPT);
      this.pause = 300;
      this.keepUp();
    }
  }

  /** Where both tracks end, or nothing. */
  get edge() {
    const ends = (this.tracks ?? []).map(track => track.end);
    return ends.length && ends.every(end => end > 0) ? Math.min(...ends) : undefined;
  }

  /** Stays near the edge: a little faster if it lags, with a jump if it lags much. */
  keepUp(mayJump = false) {
    const {video, edge} = this;
    if (edge === undefined) return;
    const start = Math.max(...this.tracks.map(track => track.start(edge)));
    const lag = edge - video.currentTime;
    const now = performance.now();
    this.least = this.least.filter(one => now - one.time < 1200);
    this.least.push({time: now, lag});
    const least = Math.min(...this.least.map(one => one.lag));

    const isOutside = video.currentTime < start - 0.02 || lag < -0.05;
    if (!this.isNear || isOutside || least > this.slack + JUMP || (mayJump && lag > PART + this.slack + 0.2)) {
      // A first position that a part and the slack lie behind of.
      const target = Math.max(start, edge - PART - this.slack);
      if (edge - start < PART * 0.9 || (isOutside && Math.abs(target - video.currentTime) < 0.01)) return;
      video.currentTime = target;
      this.isNear = true;
      this.jumped = now;
      this.least = [];
      this.play();
      return;
    }
    // Eight hundredths can't be heard or seen, and mend a tenth of a second in little more than a second.
    const surplus = least - this.slack;
    const rate = surplus > 0.1 ? 1.08 : surplus < -0.05 ? 0.97 : surplus < 0.04 ? 1 : video.playbackRate;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (video.paused) this.play();
  }
}

/** A SourceBuffer whose changes can be awaited. */
class Track {
  constructor(buffer) {
    this.buffer = buffer;
    this.lastTrim = 0;
  }

  get end() {
    const {buffered} = this.buffer;
    return buffered.length ? buffered.end(buffered.length - 1) : 0;
  }

  /** Where the last stretch without a gap starts: behind a gap there is nothing to see. */
  start() {
    const {buffered} = this.buffer;
    return buffered.length ? buffered.start(buffered.length - 1) : 0;
  }

  async append(bytes) {
    try {
      await this.change(() => this.buffer.appendBuffer(bytes));
    } catch (error) {
      if (error.name !== 'QuotaExceededError') throw error;
      // Of a tab that nobody looked at for long.
      await this.change(() => this.buffer.remove(0, Math.max(0.1, this.end - 4)));
      await this.change(() => this.buffer.appendBuffer(bytes));
    }
  }

  async trim(before) {
    if (before - this.lastTrim < 10) return;
    this.lastTrim = before;
    await this.change(() => this.buffer.remove(0, before));
  }

  change(action) {
    return new Promise((resolve, reject) => {
      const done = error => {
        this.buffer.removeEventListener('updateend', finished);
        this.buffer.removeEventListener('error', failed);
        error ? reject(error) : resolve();
      };
      const finished = () => done();
      const failed = () => done(new Error('the browser refuses the stream'));
      this.buffer.addEventListener('updateend', finished);
      this.buffer.addEventListener('error', failed);
      try { action(); } catch (error) { done(error); }
    });
  }
}
