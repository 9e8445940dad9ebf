/// Who watched, how it went for them, and what went wrong.
extension ReportPage {
    var viewers: HTML {
        guard account.hasRecord else { return "" }
        let heading = say("Who watched", "視聴の様子")
        guard !account.audience.isEmpty else {
            return section(heading, "<p>\(say("The record tells of no viewer.", "視聴の記録がありません。"))</p>")
        }
        let watching = chart.buckets.highest(of: account.audience, \.watching)
        let come = chart.buckets.highest(of: account.audience, \.viewers)
        let label = say("Viewers at a time", "同時視聴者数")
        var content: HTML = "<h3>\(label)</h3>\(chart.steps(watching, title: label))"
        let rows = (0..<chart.buckets.count).map { index -> [HTML] in
            [time(Double(chart.buckets.range(index).lowerBound)), cell(watching[index]), cell(come[index])]
        }
        content += table(
            say("As a table", "表で見る"), [say("From", "開始"), label, say("Had come so far", "累計")], rows)
        let facts: [(String, String)] = [
            (say("Different viewers", "視聴者数"), language.number(account.viewerCount)),
            (say("Most at a time", "最大同時視聴者数"), language.number(account.audience.map(\.watching).max() ?? 0)),
            (say("Came after the first tenth", "開始10%以降に参加"), midway),
            (say("Watched in all", "総視聴時間"), language.length(account.watchedSeconds)),
            (say("For each viewer", "1人あたり"), perViewer),
            (say("Sent", "配信量"), language.bytes(account.sentBytes)),
        ]
        content += "<dl class=\"facts\">\(HTML(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }))</dl>"
        content +=
            "<p class=\"note\">\(say("A viewer is one address and one kind of player, or one session where only some may watch; watching is who was sent media within ten seconds. Watched is the media that was sent, whether or not it was looked at. Behind a cache all of its viewers count as one: the sessions below tell more there.", "視聴者は、アドレスと再生環境の組（視聴制限がある場合はセッション）で数えています。同時視聴は10秒以内にデータを受け取った人数、総視聴時間は送ったデータの再生時間で、実際に見ていたかは分かりません。CDNを使うと、その先の視聴者は1人と数えられます。その場合は下のセッションをご覧ください。"))</p>"
        return section(heading, content)
    }

    /// How many had not come by the end of the first tenth of the show.
    private var midway: String {
        let early = account.audience.last { $0.at <= account.duration / 10 }?.viewers ?? 0
        let late = max(0, account.viewerCount - early)
        return "\(language.number(late)) (\(language.percent(late, of: account.viewerCount)))"
    }

    private var perViewer: String {
        account.viewerCount > 0 ? language.length(account.watchedSeconds / Double(account.viewerCount)) : "–"
    }

    var players: HTML {
        guard let players = account.players else { return "" }
        func seconds(_ value: Double?) -> String { value.map { language.length($0) } ?? "–" }
        let hours = players.sessionSeconds / 3_600
        let perHour = hours > 0 ? language.decimal(Double(players.starvedRequests) / hours) : "–"
        var rows: [[HTML]] = [
            ["\(say("Sessions", "セッション数"))", cell(players.sessions), "sid"],
            [
                "\(say("Sessions that ran out of something to play", "再生が途切れたセッション"))",
                "\(language.number(players.starvedSessions)) (\(language.percent(players.starvedSessions, of: players.sessions)))",
                "bs",
            ],
            ["\(say("Requests that said so, an hour of a session", "途切れの報告（1時間あたり）"))", "\(perHour)", "bs"],
            [
                "\(say("Start-up, median (an estimate)", "再生開始まで 中央値（推定）"))", "\(seconds(players.startMedian))",
                "\(say("first playlist to first media without su", "最初のプレイリストから su のない最初のデータまで"))",
            ],
            [
                "\(say("Start-up, 95 % within (an estimate)", "再生開始まで 95%（推定）"))",
                "\(seconds(players.startNinetyFifth))", "",
            ],
            [
                "\(say("Throughput, median", "回線速度 中央値"))",
                "\(players.throughputMedian.map { "\(language.decimal($0 / 1e6)) Mbit/s" } ?? "–")", "mtp",
            ],
        ]
        if let delay = players.startDelayMedian {
            rows.append([
                "\(say("Start-up as players measured it, median", "再生開始まで 実測 中央値"))", "\(seconds(delay))", "msd",
            ])
        }
        if let starvation = players.starvationSeconds {
            rows.append(["\(say("Without anything to play, in all", "途切れていた時間の合計"))", "\(seconds(starvation))", "bsd"])
        }
        if players.unlistedRequests > 0 {
            rows.append([
                "\(say("Requests of sessions beyond the table's size", "集計しきれなかった要求"))", cell(players.unlistedRequests),
                "",
            ])
        }
        return section(
            say("What players say", "プレーヤーの報告"),
            table(
                "", [say("What", "項目"), say("How much", "値"), say("By CMCD's key", "CMCD の項目")], rows, isOpen: true,
                wraps: true)
                + "<p class=\"note\">\(say("From players that send CMCD (CTA-5004). They say that they ran out of something to play, not for how long, unless bsd is there.", "CMCD（CTA-5004）を送るプレーヤーの報告です。bsd がない限り、途切れの有無だけが分かり、長さは分かりません。"))</p>"
        )
    }

    var troubles: HTML {
        guard account.hasRecord else { return "" }
        let heading = say("What went wrong", "トラブルの記録")
        guard !account.troubles.isEmpty else {
            return section(
                heading, "<p>\(say("Nothing did: the source was there all the time.", "ありませんでした。映像は途切れずに届いていました。"))</p>"
            )
        }
        let label = say("When it did", "発生した時間")
        let items = account.troubles.map { ($0.start, $0.end, $0.kind.name(language)) }
        let rows = account.troubles.prefix(500).map { trouble -> [HTML] in
            [
                time(trouble.start), "\(language.length(trouble.end - trouble.start))",
                "\(trouble.kind.name(language))", "\(trouble.kind.sight(language))",
            ]
        }
        return section(
            heading,
            chart.spans(items, title: label, kind: "trouble")
                + table(
                    "",
                    [say("At", "時刻"), say("For", "長さ"), say("What", "内容"), say("What viewers saw", "視聴者の画面")],
                    Array(rows), isOpen: true, wraps: true))
    }

    var method: HTML {
        let removed = account.removedCommentCount
        let sentences = [
            say(
                "\(language.number(account.eventCount)) events were read.",
                "\(language.number(account.eventCount))件のイベントを集計しました。"),
            removed > 0
                ? say(
                    "Comments that were taken away during the show: \(language.number(removed)). They aren't counted, and their words are nowhere here.",
                    "配信中に削除されたコメント\(language.number(removed))件は、数にも内容にも含めていません。") : "",
            say(
                "Times are counted from the show's first picture.", "時刻は配信の最初の映像からの経過時間です。"),
        ]
        return "<footer><p class=\"note\">\(sentences.filter { !$0.isEmpty }.joined(separator: " "))</p></footer>"
    }
}

extension TroubleSpan.Kind {
    func name(_ language: ReportLanguage) -> String {
        switch self {
        case .frozen: language.say("The source stalled", "映像の停止")
        case .slate(let cause):
            switch cause {
            case "isWanted": language.say("The slate, as was asked for", "待機画面（操作による）")
            case "picturesPause": language.say("Pictures paused", "映像のみ停止")
            default: language.say("The source was gone", "映像の切断")
            }
        case .waiting: language.say("No source yet", "映像待ち")
        case .overload(let step): language.say("The machine was too slow", "処理の遅れ") + " (\(step))"
        case .other: language.say("A warning", "警告")
        }
    }

    /// What viewers saw meanwhile.
    func sight(_ language: ReportLanguage) -> String {
        switch self {
        case .frozen: language.say("The last picture, still, with overlays going on", "最後の映像が静止（価格などの表示は継続）")
        case .slate, .waiting: language.say("The slate", "待機画面")
        case .overload("compose-every-second-tick"):
            language.say("Half as many pictures a second", "コマ数が半分")
        case .overload("freeze-lowest-rung"):
            language.say("The smallest size stood still for moments", "最小サイズの映像が一時静止")
        case .overload: language.say("Somewhat coarser pictures", "画質がやや低下")
        case .other(let text): text
        }
    }
}

extension Remark {
    /// For whoever reads the report.
    public func sentence(_ language: ReportLanguage) -> String {
        switch self {
        case .isUnfinished:
            language.say(
                "The show has no end yet: it goes on, or was cut off; this is what there was of it.",
                "配信はまだ終わっていないか、途中で切れています。この時点までの集計です。")
        case .brokenOff(let file):
            language.say(
                "The last line of \(file) was broken off, and is left out.", "\(file) の最後の行が途切れていたため、除いています。")
        case .unreadable(let file, let count, let first, let reason):
            language.say(
                "\(count == 1 ? "One line" : "\(language.number(count)) lines") of \(file) can't be read, the first of them line \(first): \(reason).",
                "\(file) の\(language.number(count))行が読めません。最初は\(first)行目:\(reason)")
        case .missingEvents(let count):
            language.say(
                "\(language.number(count)) events are missing: they couldn't be written when they happened.",
                "\(language.number(count))件のイベントは、発生時に書き込めなかったため欠けています。")
        case .noRecord:
            language.say(
                "There is no record of viewers and of the source beside this show: live --record keeps one.",
                "視聴者と映像の記録がありません（live --record で保存されます）。")
        case .runs(let count):
            language.say(
                "The broadcast was begun \(count) times; its runs follow each other here.",
                "配信は\(count)回に分かれています。続けて集計しています。")
        case .moreTrouble(let count):
            language.say(
                "\(language.number(count)) more changes of the source or the load aren't listed.",
                "このほか\(language.number(count))件の変化は省略しています。")
        case .lacksBeginning:
            language.say(
                "Of the pictures only the last part is kept: live --record keeps all of them.",
                "映像は最後の部分だけが残っています（live --record で全体が保存されます）。")
        case .hiddenPictures(let count):
            language.say(
                "\(count == 1 ? "One moment has" : "\(count) moments have") no picture here, as all of theirs show a comment that was removed.",
                "\(count)件の場面は、削除されたコメントが映っているため画像を載せていません。")
        case .gaps(let seconds):
            language.say(
                "\(language.length(seconds)) of the recording are missing.", "録画の\(language.length(seconds))分が欠けています。")
        }
    }
}
