// What lies on the phone's picture: a preset's first still, what apps cover, the safe area.

const byID = id => document.getElementById(id);

/** Shows the still that a saved preset gives at once, until the stream has come as far. */
export class Still {
  constructor() {
    this.image = byID('still');
    this.number = 0;
  }

  async show({number, jpeg}) {
    this.number = number;
    this.until = undefined;
    const image = new Image();
    image.src = `data:image/jpeg;base64,${jpeg}`;
    await image.decode();
    // A newer one may have come meanwhile.
    if (number !== this.number) return;
    this.image.src = image.src;
    this.image.hidden = false;
    await new Promise(requestAnimationFrame);
    document.dispatchEvent(new CustomEvent('still', {detail: {number, time: Date.now()}}));
    clearTimeout(this.timer);
    // Where the stream has stopped, a still picture would be a lie.
    this.timer = setTimeout(() => this.hide(), 2500);
  }

  /** The preset is on air from this time of the media on. */
  expect({number, media}) { if (number === this.number) this.until = media; }

  /** The video shows this time of the media. */
  pass(mediaTime) {
    if (!this.image.hidden && this.until !== undefined && mediaTime >= this.until - 0.001) this.hide();
  }

  hide() {
    clearTimeout(this.timer);
    this.image.hidden = true;
  }
}

/** What an app covers of the picture: one veil over all of it, and each rectangle's name. */
export function drawCovers(app) {
  const veils = group('veils');
  const names = group('names');
  for (const {what, left, top, width, height} of app?.covers ?? []) {
    const place = {left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%`};
    const [veil, zone] = [document.createElement('div'), document.createElement('div')];
    Object.assign(veil.style, place);
    veils.append(veil);
    // An edge is too thin for letters, and what it is can be seen.
    if (width < 10 || height < 3.5) continue;
    Object.assign(zone.style, place);
    const name = document.createElement('span');
    name.textContent = what;
    zone.append(name);
    names.append(zone);
  }
  byID('covers').replaceChildren(veils, names);
}

function group(name) {
  const result = document.createElement('div');
  result.className = name;
  return result;
}

/** The room that the preset keeps its layers in. */
export function drawSafeArea(area, isShown) {
  const box = byID('safe-area');
  box.hidden = !isShown || !area;
  if (!area) return;
  Object.assign(box.style, {top: `${area.top}%`, right: `${area.right}%`, bottom: `${area.bottom}%`, left: `${area.left}%`});
}
