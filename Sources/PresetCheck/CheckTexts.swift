/// What a show says, to lay its layers out with.
struct CheckTexts {
    var product, question: String
    var options: [String]
    var author, comment, label, person, title: String
    var lines: [String]
    var code, condition: String

    /// Every text of all of them.
    static let all = [japanese, english, longJapanese, longEnglish].flatMap { texts in
        [
            texts.product, texts.question, texts.author, texts.comment, texts.label, texts.person, texts.title,
            texts.code,
            texts.condition,
        ] + texts.options + texts.lines
    }

    static let japanese = CheckTexts(
        product: "真空タンブラー 500ml", question: "次に見たい色は？", options: ["ホワイト", "ブラック", "ピンク"],
        author: "みき", comment: "かわいい😍 色ちがいもほしいです", label: "終了まで", person: "佐藤 みき", title: "スタイリスト",
        lines: ["全品 送料無料", "3点以上で10%OFF", "クーポンは21時まで"], code: "LIVE10", condition: "5,000円以上で10%OFF")

    static let english = CheckTexts(
        product: "Vacuum tumbler 500 ml", question: "Which colour next?", options: ["White", "Black", "Pink"],
        author: "Anna", comment: "So cute 😍 is there a blue one?", label: "Ends in", person: "Mia Sato",
        title: "Stylist", lines: ["Free shipping on all", "10 % off from 3 pieces", "Coupon until 9 pm"],
        code: "LIVE10",
        condition: "10 % off from $50")

    static let longJapanese = CheckTexts(
        product: "【ライブ限定】真空断熱ステンレスタンブラー 500ml 保温保冷 フタ付き 名入れ対応 ギフトボックス入り 3色セット",
        question: "次回のライブで いちばん見てみたいのは どのシリーズの商品ですか？ コメントでも教えてください",
        options: [
            "ステンレスタンブラーの限定カラー全部", "冬の新作マグカップとソーサーのセット", "キャンプ用クッカーの大きいサイズ", "お弁当箱と保温ジャーの春の新作",
        ],
        author: "とても長い名前の視聴者さん", comment: "「かわいい😍」って、家族みんな👨‍👩‍👧‍👦で使っています！色ちがいもほしいのですが、次の入荷はいつごろになりますか？ 去年の限定色もまた見たいです",
        label: "年末タイムセール第二弾の終了まで あと", person: "インターナショナル 佐藤 みき", title: "トップスタイリスト 兼 バイヤー 兼 店長",
        lines: [
            "本日ご紹介した商品は すべて送料無料になります", "同じシリーズを3点以上お買い上げで さらに10%OFF", "クーポンコードは 今夜21時まで何度でも使えます",
        ],
        code: "WINTER-LIVE-2026", condition: "5,000円以上のお買い上げで10%OFF、ほかのクーポンとは併用できません")

    static let longEnglish = CheckTexts(
        product:
            "Live exclusive: vacuum insulated stainless steel tumbler, 500 ml, with lid and engraving, gift box of three",
        question: "Which of our series would you most like to see in the next broadcast? Tell us in the comments too",
        options: [
            "All limited colours of the steel tumbler", "The winter mugs with their saucers",
            "The large camping cookware",
            "Lunch boxes and food jars of the spring range",
        ],
        author: "SomebodyWithAVeryLongName",
        comment:
            "\"So cute 😍\", my whole family 👨‍👩‍👧‍👦 uses them every day! We would love another colour: when will the next delivery come, and will there be last year's limited edition again?",
        label: "The second end-of-year sale ends in", person: "Alexandra Montgomery-Featherstone",
        title: "Senior stylist, buyer and shop manager",
        lines: [
            "Everything that was shown today ships free of charge",
            "Three pieces or more of one series: another 10 % off",
            "The coupon works as often as you like until 9 pm",
        ],
        code: "WINTER-LIVE-2026", condition: "10 % off orders from $50, not to be combined with other coupons")
}
