// The viewer's page: draws what ../player.js tells of the show, and hands it what the visitor does.

import { watch } from "../player.js";
import { words, money, speak } from "./words.js";

const $ = id => document.getElementById(id);
const video = $("video");
speak();
export const show = watch(video);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// --- The product card and its like.

show.addEventListener("change", () => {
  drawProduct(show.product);
  drawCoupon(show.coupon);
  drawAuction(show.auction);
  drawPoll(show.poll);
  drawShelf(show.products);
});

function put(id, text) {
  const element = $(id);
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

function link(element, address, isOpen = true) {
  element.hidden = !address && isOpen;
  if (address && isOpen) element.href = address; else element.removeAttribute("href");
}

function drawProduct(product) {
  $("product").hidden = !product;
  if (!product) return;
  const isSoldOut = product.stock === 0;
  put("name", product.name);
  put("price", money(product.price, product.currency));
  put("original", product.originalPrice > product.price ? money(product.originalPrice, product.currency) : "");
  $("original").setAttribute("aria-label", `${words.priceWas} ${$("original").textContent}`);
  put("stock", isSoldOut ? words.soldOut : product.stock === undefined ? "" : words.left(product.stock));
  $("product").classList.toggle("gone", isSoldOut);
  link($("cart"), product.url, !isSoldOut);
  $("cart").hidden = isSoldOut || !product.url;
  showPicture($("picture"), product.picture);
}

function showPicture(image, address) {
  if (!address) { image.hidden = true; return; }
  if (image.src === address) return;
  image.hidden = true;
  image.onload = () => { image.hidden = false; };
  image.src = address;
}

function drawCoupon(coupon) {
  $("coupon").hidden = !coupon;
  if (!coupon) return;
  put("code", coupon.code);
  put("coupon-name", coupon.name ?? words.coupon);
  $("copy-code").textContent = words.copyCode;
}

function drawAuction(auction) {
  $("auction").hidden = !auction;
  if (!auction) return;
  put("item", auction.name);
  put("bid", money(auction.bid ?? auction.startingBid, auction.currency));
  put("bidder", auction.bid === undefined ? words.startingBid : auction.bidder ?? "");
  link($("bid-link"), auction.url);
}

// --- The poll.

let voted = null;

function drawPoll(poll) {
  $("poll").hidden = !poll;
  if (!poll) { voted = null; return; }
  if ($("poll").dataset.range === poll.rangeID) return;
  $("poll").dataset.range = poll.rangeID;
  voted = null;
  put("question", poll.name);
  $("vote").textContent = "";
  $("options").replaceChildren(...poll.options.map((text, index) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "option", textContent: text, disabled: !show.audience });
    button.setAttribute("aria-pressed", "false");
    button.onclick = () => {
      if (voted !== null) return;
      voted = index;
      for (const other of $("options").children) other.setAttribute("aria-pressed", String(other === button));
      show.vote(index + 1);
    };
    return button;
  }));
}

// --- The products so far.

function drawShelf(products) {
  $("list").hidden = !products.length;
  $("count").textContent = products.length || "";
  $("list").setAttribute("aria-label", words.productsButton(products.length));
  $("shelf").hidden = !products.length;
  $("shown").replaceChildren(...products.toReversed().map(product => {
    const item = document.createElement("li");
    const name = document.createElement(product.url ? "a" : "span");
    name.textContent = product.name;
    if (product.url) Object.assign(name, { href: product.url, target: "_blank", rel: "noopener" });
    const price = document.createElement("span");
    price.textContent = product.stock === 0 ? words.soldOut : money(product.price, product.currency);
    if (product.picture) {
      const image = new Image(44, 44);
      [image.alt, image.loading, image.src] = ["", "lazy", product.picture];
      image.onerror = () => image.remove();
      item.append(image);
    }
    item.append(name, price);
    return item;
  }));
}

// --- Hearts: one at a tap, ten a second while it is held.

let beat = null;
const heart = $("heart");
heart.setAttribute("aria-label", words.heart);

function sendHeart() {
  show.heart();
  if (calm.matches) return;
  const drop = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drop.innerHTML = '<use href="#i-heart"/>';
  drop.style.setProperty("--sway", `${Math.round(Math.random() * 60 - 30)}px`);
  drop.style.setProperty("--hue", String(Math.round(330 + Math.random() * 50)));
  drop.onanimationend = () => drop.remove();
  if ($("rain").children.length < 40) $("rain").append(drop);
}

heart.addEventListener("pointerdown", event => {
  if (event.button) return;
  // `setPointerCapture`: the finger may slip off it meanwhile.
  heart.setPointerCapture(event.pointerId);
  sendHeart();
  clearInterval(beat);
  beat = setInterval(sendHeart, 100);
});
for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) heart.addEventListener(end, () => clearInterval(beat));
// Of the keyboard, or of who speaks to the machine: a tap has been counted by then.
heart.addEventListener("click", event => { if (event.detail === 0) sendHeart(); });
heart.addEventListener("contextmenu", event => event.preventDefault());

// --- Comments, and what became of what was sent.

$("text").placeholder = words.comment;
$("say").addEventListener("submit", event => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  show.comment(text);
  $("text").value = "";
});

show.addEventListener("sent", ({ detail }) => {
  if (detail.vote) {
    $("vote").textContent = detail.vote === "counted" ? words.voted : words[detail.vote];
  }
  if (detail.comment) tell(words[detail.comment]);
  if (detail.sent.comment && !detail.comment) {
    $("text").value = detail.sent.comment.text;
    tell(words.unsent);
  }
  if (detail.sent.vote && !detail.vote) {
    voted = null;
    $("vote").textContent = words.unsent;
    for (const option of $("options").children) option.setAttribute("aria-pressed", "false");
  }
});

let toastTimer = null;
function tell(text) {
  $("toast").textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").textContent = ""; }, 4000);
}

// --- How it plays.

show.addEventListener("state", () => {
  put("state", words[show.state]);
  put("watching", show.watching ? words.watching(show.watching) : "");
  const isReplay = show.isLive === false;
  put("badge", show.isLive === null ? "" : isReplay ? words.replay : words.live);
  $("badge").classList.toggle("live", !isReplay);
  $("time").hidden = !isReplay;
  heart.hidden = !show.audience || isReplay;
  $("say").hidden = heart.hidden || show.audience.comments === "off";
  for (const option of $("options").children) option.disabled = !show.audience;
  drawButtons();
});

function icon(button, name, label) {
  button.querySelector("use").setAttribute("href", "#i-" + name);
  button.setAttribute("aria-label", label);
  button.title = label;
}

function drawButtons() {
  icon($("play"), video.paused ? "play" : "pause", video.paused ? words.play : words.pause);
  icon($("sound"), video.muted ? "mute" : "sound", video.muted ? words.soundOn : words.soundOff);
  icon($("captions"), "captions", words.captions);
  icon($("share"), "share", words.share);
  $("play").disabled = show.state === "unplayable";
}

function toggle() { if (video.paused) show.start(); else video.pause(); }
$("play").onclick = toggle;
video.onclick = toggle;
for (const event of ["play", "pause", "volumechange"]) video.addEventListener(event, drawButtons);
$("sound").onclick = () => { video.muted = !video.muted; };
drawButtons();

// --- Captions: none, then each that there is.

show.addEventListener("captions", () => {
  const captions = show.captions;
  $("captions").hidden = !captions.length;
  $("captions").setAttribute("aria-pressed", String(captions.some(caption => caption.isOn)));
});
$("captions").onclick = () => {
  const captions = show.captions;
  const next = captions.findIndex(caption => caption.isOn) + 1;
  show.showCaptions(next < captions.length ? next : -1);
  tell(next < captions.length ? captions[next].label : `${words.captions}: –`);
};

// --- A replay's place in time.

const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
video.addEventListener("timeupdate", () => {
  if ($("time").hidden || !Number.isFinite(video.duration)) return;
  $("seek").max = video.duration;
  $("seek").value = video.currentTime;
  $("seek").setAttribute("aria-valuetext", clock(video.currentTime));
  $("clock").textContent = `${clock(video.currentTime)} / ${clock(video.duration)}`;
});
$("seek").addEventListener("input", () => {
  video.currentTime = Number($("seek").value);
  showGlimpse(video.currentTime);
});

// --- The picture of the place that one points at, from the storyboard.

const seek = $("seek");
let tiles = null;
let pointed = 0;

function readTiles(text) {
  const time = words => words.split(":").reduce((sum, part) => sum * 60 + parseFloat(part), 0);
  return [...text.matchAll(/(\S+) --> \S+\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/g)]
    .map(([, start, sheet, ...area]) => ({ start: time(start), sheet, area: area.map(Number) }));
}

async function showGlimpse(seconds) {
  if (!seek.dataset.storyboard || !Number.isFinite(video.duration)) return;
  const turn = ++pointed;
  tiles ??= fetch(new URL(seek.dataset.storyboard, show.base))
    .then(answer => (answer.ok ? answer.text() : "")).then(readTiles).catch(() => []);
  const tile = (await tiles).findLast(tile => tile.start <= seconds);
  // Somebody has pointed elsewhere meanwhile, or nowhere.
  if (turn !== pointed || !tile) return;
  const [picture, caption] = $("glimpse").children;
  const [x, y, width, height] = tile.area;
  Object.assign(picture.style, {
    width: `${width}px`, height: `${height}px`, backgroundPosition: `${-x}px ${-y}px`,
    backgroundImage: `url("${new URL(tile.sheet, show.base).href}")` });
  caption.textContent = clock(seconds);
  $("glimpse").hidden = false;
  // Above the bar, or below it where there is no room; never beyond the window's edges.
  const [bar, box] = [seek.getBoundingClientRect(), $("glimpse").getBoundingClientRect()];
  const middle = bar.left + bar.width * seconds / video.duration;
  const left = Math.min(Math.max(4, middle - box.width / 2), innerWidth - box.width - 4);
  const top = bar.top - box.height - 8;
  Object.assign($("glimpse").style, { left: `${left}px`, top: `${top < 0 ? bar.bottom + 8 : top}px` });
}

function hideGlimpse() {
  pointed += 1;
  $("glimpse").hidden = true;
}

seek.addEventListener("pointermove", event => {
  const bar = seek.getBoundingClientRect();
  const share = Math.min(Math.max(0, (event.clientX - bar.left) / bar.width), 1);
  showGlimpse(share * video.duration);
});
for (const end of ["pointerleave", "pointercancel", "blur"]) seek.addEventListener(end, hideGlimpse);
// After a key or a finger it stays for a moment.
seek.addEventListener("change", () => {
  const turn = pointed;
  setTimeout(() => { if (turn === pointed) hideGlimpse(); }, 1500);
});

// --- Sharing.

const page = new URL(show.base);
// Behind a proxy, the page alone knows its name and path. On the machine itself, others' name for it is of more use.
function tellAddress() {
  const shown = $("address");
  // Whoever came in by a token is at an address of their own: whoever else has it watches in their name (docs/viewers.md).
  if (shown.dataset.fixed !== "true" && /\/s\/[\w-]+\/$/.test(page.pathname)) {
    $("share").hidden = $("elsewhere").hidden = true;
    return;
  }
  const isHere = /^(localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0)$/.test(page.hostname) && page.pathname === "/"
    && page.port === new URL(shown.textContent).port;
  if (shown.dataset.fixed === "true" || isHere || shown.textContent === show.address) return;
  shown.textContent = show.address;
  const code = new Image();
  code.alt = "QR code of the address";
  code.onerror = () => code.remove();
  code.src = new URL("qr.svg?address=" + encodeURIComponent(show.address), page).href;
  $("qr").replaceChildren(code);
}
tellAddress();

async function copy(button, text) {
  let isDone = true;
  await navigator.clipboard?.writeText(text).catch(() => { isDone = false; });
  button.textContent = navigator.clipboard && isDone ? words.copied : words.copyBySelf;
}
$("copy").onclick = event => copy(event.target, $("address").textContent);
$("copy-code").onclick = event => copy(event.target, $("code").textContent);

$("share").onclick = async () => {
  const url = $("address").textContent.replace(/master\.m3u8$/, "");
  try {
    if (navigator.share) return await navigator.share({ title: document.title, url });
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  if (wide.matches) {
    $("copy").focus();
    copy($("copy"), $("address").textContent);
  } else {
    $("sharing").showModal();
  }
};
$("list").onclick = () => $("products").showModal();
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.querySelector(".close").onclick = () => dialog.close();
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
}

// Where there is room, what dialogs have stands beside the video.
const wide = matchMedia("(min-width: 48rem)");
function place() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  if (wide.matches) {
    $("wide").append($("shelf"), $("elsewhere"));
  } else {
    $("products").append($("shelf"));
    $("sharing").append($("elsewhere"));
  }
}
wide.addEventListener("change", place);
place();
