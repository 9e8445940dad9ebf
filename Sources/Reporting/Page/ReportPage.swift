import Foundation
import Show

/// A report as one page: no script, no address of another server, nothing to load, and it prints.
public struct ReportPage {
    let account: ShowAccount
    let language: ReportLanguage
    let title: String
    let chart: Chart

    /// - Parameter title: Of the show, as people call it.
    public init(_ account: ShowAccount, title: String, language: ReportLanguage) {
        (self.account, self.title, self.language) = (account, title, language)
        chart = Chart(
            language: language, buckets: Buckets(duration: account.duration), duration: account.duration)
    }

    public var html: String {
        let sections: [HTML] = [
            head, remarks, takingPart, moments, products, polls, offers, viewers, players, troubles, method,
        ]
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(("\(title)" as HTML).text)</title>
            <style>
            \(Self.style)</style>
            </head>
            <body>
            <main>
            \(HTML(sections).text)
            </main>
            </body>
            </html>

            """
    }

    func say(_ english: String, _ japanese: String) -> String { language.say(english, japanese) }

    // MARK: - Pieces

    func section(_ heading: String, _ content: HTML) -> HTML {
        "<section><h2>\(heading)</h2>\(content)</section>\n"
    }

    /// A table below its chart: shown when it is asked for, and always on paper if it is short.
    func table(
        _ caption: String, _ columns: [String], _ rows: [[HTML]], isOpen: Bool = false, wraps: Bool = false
    ) -> HTML {
        let head = HTML(columns.map { "<th scope=\"col\">\($0)</th>" })
        let body = HTML(rows.map { row in "<tr>\(HTML(row.map { "<td>\($0)</td>" }))</tr>\n" })
        let table: HTML =
            "<div class=\"wide\"><table class=\"\(wraps ? "" : "numbers")\"><thead><tr>\(head)</tr></thead><tbody>\(body)</tbody></table></div>"
        return isOpen ? table : "<details><summary>\(caption)</summary>\(table)</details>"
    }

    func cell(_ number: Int) -> HTML { "\(language.number(number))" }

    func time(_ second: Double) -> HTML { "\(language.clock(second))" }

    func span(_ start: Double, _ end: Double) -> HTML { "\(language.clock(start))–\(language.clock(end))" }

    // MARK: - The top

    private var head: HTML {
        var facts = account.start.map { "\(language.date($0)) · " } ?? ""
        facts += say("\(language.clock(account.duration)) long", "長さ \(language.clock(account.duration))")
        var tiles = [
            (say("Hearts", "ハート"), language.number(account.hearts.total)),
            (say("Comments", "コメント"), language.number(account.comments.total)),
            (say("Votes", "投票"), language.number(account.votes.total)),
        ]
        if account.hasRecord {
            tiles += [
                (say("Viewers", "視聴者"), language.number(account.viewerCount)),
                (say("Most at a time", "最大同時視聴"), language.number(account.audience.map(\.watching).max() ?? 0)),
                (say("Watched in all", "総視聴時間"), language.length(account.watchedSeconds)),
            ]
        }
        let cards = HTML(tiles.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })
        return
            "<header><p class=\"kind\">\(say("Report of a show", "配信レポート"))</p><h1>\(title)</h1><p>\(facts)</p></header><dl class=\"tiles\">\(cards)</dl>\n"
    }

    private var remarks: HTML {
        guard !account.remarks.isEmpty else { return "" }
        let items = HTML(account.remarks.map { "<li>\($0.sentence(language))</li>" })
        return "<aside><ul>\(items)</ul></aside>\n"
    }

    // MARK: - How viewers took part

    private var takingPart: HTML {
        let kinds: [(String, Activity)] = [
            (say("Hearts", "ハート"), account.hearts), (say("Comments", "コメント"), account.comments),
            (say("Votes", "投票"), account.votes),
        ]
        let shown = kinds.filter { $0.1.total > 0 }
        let heading = say("How viewers took part", "視聴者の反応")
        guard !shown.isEmpty else {
            return section(
                heading, "<p>\(say("Nobody sent a heart, a comment or a vote.", "ハート、コメント、投票はありませんでした。"))</p>")
        }
        let (buckets, each) = (chart.buckets, language.step(chart.buckets.width))
        var content: HTML = ""
        let marks = account.peaks.map(\.at)
        for (name, activity) in shown {
            let label = say("\(name), each \(each)", "\(name)（\(each)ごと）")
            content += "<h3>\(label)</h3>\(chart.bars(buckets.sums(of: activity), title: label, marks: marks))"
        }
        if !account.products.isEmpty {
            let label = say("What was on screen", "画面に出ていた商品")
            let items = account.products.map { ($0.start, $0.end, language.text($0.product.name)) }
            content += "<h3>\(label)</h3>\(chart.spans(items, title: label, kind: "product"))"
        }
        let sums = shown.map { buckets.sums(of: $0.1) }
        let rows = (0..<buckets.count).map { index -> [HTML] in
            [time(Double(buckets.range(index).lowerBound))] + sums.map { cell($0[index]) }
                + [productsOn(buckets.range(index))]
        }
        content += table(
            say("As a table", "表で見る"),
            [say("From", "開始")] + shown.map(\.0) + [say("On screen", "画面の商品")], rows)
        return section(heading, content)
    }

    func productsOn(_ range: Range<Int>) -> HTML {
        var names: [String] = []
        for span in account.products
        where span.start < Double(range.upperBound) && span.end > Double(range.lowerBound) {
            let name = language.text(span.product.name)
            if !names.contains(name) { names.append(name) }
        }
        // Each for itself: a name that is read from the right doesn't turn its neighbours around.
        let pieces = names.prefix(3).enumerated().map { index, name -> HTML in
            "\(index == 0 ? "" : say(", ", "、"))<bdi>\(name)</bdi>"
        }
        return HTML(pieces) + "\(names.count > 3 ? " +\(names.count - 3)" : "")"
    }

    // MARK: - Moments

    private var moments: HTML {
        guard !account.peaks.isEmpty else { return "" }
        let cards = account.peaks.enumerated().map { number, peak -> HTML in
            let alt = say(
                "The picture at \(language.clock(peak.at))", "\(language.clock(peak.at))の画面")
            let picture: HTML =
                peak.picture.map {
                    "<img alt=\"\(alt)\" src=\"data:image/jpeg;base64,\(Data($0).base64EncodedString())\">"
                } ?? ""
            var counts: [String] = []
            if peak.hearts > 0 { counts.append("\(language.number(peak.hearts)) \(say("hearts", "ハート"))") }
            if peak.comments > 0 { counts.append("\(language.number(peak.comments)) \(say("comments", "コメント"))") }
            if peak.votes > 0 { counts.append("\(language.number(peak.votes)) \(say("votes", "投票"))") }
            let range = Int(peak.start)..<max(Int(peak.start) + 1, Int(peak.end.rounded(.up)))
            return
                "<li><figure>\(picture)<figcaption><b>\(number + 1)</b> \(span(peak.start, peak.end))<br>\(counts.joined(separator: say(", ", "、")))<br><i>\(productsOn(range))</i></figcaption></figure></li>"
        }
        return section(
            say("The moments that people liked most", "盛り上がった瞬間"), "<ol class=\"moments\">\(HTML(cards))</ol>")
    }
}
