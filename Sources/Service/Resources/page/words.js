// What the viewer's page says, in the browser's language if it is one of these, else in English.

const english = {
  title: "A show to watch and shop in", video: "The show", shop: "What you can do", live: "Live", replay: "Replay",
  watching: count => `${count.toLocaleString("en")} watching`,
  connecting: "Connecting …", playing: "", waiting: "Waiting for the next pictures …", paused: "Paused", ended: "The show is over.",
  offline: "Not on air now; trying again …",
  unplayable: "This browser doesn't play HLS by itself. Open the address in Safari, VLC, mpv or an app.",
  play: "Play", pause: "Pause", soundOn: "Sound on", soundOff: "Sound off", captions: "Captions", share: "Share", close: "Close",
  product: "On sale now", cart: "To the cart", soldOut: "Sold out", left: count => `${count} left`, priceWas: "instead of",
  coupon: "Coupon", copyCode: "Copy the code", copied: "Copied", copyBySelf: "Mark it and copy it",
  auction: "Auction", bid: "Bid", startingBid: "Starts at",
  poll: "Poll", voted: "Thank you: your vote counts.", repeated: "You have voted already.", closed: "The poll is closed.",
  heart: "Send a heart", comment: "Your comment", send: "Send", position: "Position in the show",
  sent: "Sent", pending: "Sent. It is shown once the host has seen it.", off: "No comments now.",
  tooFast: "One comment every five seconds, please.", tooMany: "Too many at the moment: try again.", unreadable: "This can't be shown.",
  unsent: "It couldn't be sent: try again.",
  products: "Shown so far", productsButton: count => `${count} products so far`,
  elsewhere: "Watch it elsewhere", elsewhereHow: "On a phone, or in any player for HLS:", copy: "Copy the address"
};

const japanese = {
  title: "見て買えるライブ", video: "ライブの映像", shop: "できること", live: "ライブ", replay: "アーカイブ",
  watching: count => `${count.toLocaleString("ja")}人が視聴中`,
  connecting: "接続中…", playing: "", waiting: "読み込み中…", paused: "一時停止中", ended: "配信は終了しました。",
  offline: "現在配信していません。再接続しています…",
  unplayable: "このブラウザでは再生できません。Safari、VLC、mpv、またはアプリで開いてください。",
  play: "再生", pause: "一時停止", soundOn: "音を出す", soundOff: "音を消す", captions: "字幕", share: "共有", close: "閉じる",
  product: "販売中の商品", cart: "カートへ", soldOut: "売り切れ", left: count => `残り${count}点`, priceWas: "通常価格",
  coupon: "クーポン", copyCode: "コードをコピー", copied: "コピーしました", copyBySelf: "選択してコピーしてください",
  auction: "オークション", bid: "入札する", startingBid: "開始価格",
  poll: "アンケート", voted: "投票ありがとうございます。", repeated: "投票済みです。", closed: "受付は終了しました。",
  heart: "ハートを送る", comment: "コメント", send: "送信", position: "再生位置",
  sent: "送信しました", pending: "送信しました。確認後に表示されます。", off: "コメントは受け付けていません。",
  tooFast: "コメントは5秒に1回までです。", tooMany: "混み合っています。もう一度お試しください。", unreadable: "表示できない内容です。",
  unsent: "送信できませんでした。もう一度お試しください。",
  products: "紹介した商品", productsButton: count => `紹介した商品 ${count}点`,
  elsewhere: "ほかの端末で見る", elsewhereHow: "スマートフォンやHLS対応プレイヤーで:", copy: "アドレスをコピー"
};

export const language = navigator.language.startsWith("ja") ? "ja" : "en";
export const words = language === "ja" ? japanese : english;

/// Puts the words into the page: those of `data-word` as text, those of `data-label` as names for who doesn't see it.
export function speak() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words[element.dataset.label]);
}

/// An amount in major units, as its currency is written.
export function money(amount, currency) {
  try {
    return new Intl.NumberFormat(language, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency ?? ""}`;
  }
}
