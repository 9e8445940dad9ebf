import Foundation
import Show

/// What was on sale, and what viewers made of it.
extension ReportPage {
    var products: HTML {
        guard !account.products.isEmpty else { return "" }
        var order: [String] = []
        var spans: [String: [ProductSpan]] = [:]
        for span in account.products {
            if spans[span.product.id] == nil { order.append(span.product.id) }
            spans[span.product.id, default: []].append(span)
        }
        let rows = order.compactMap { id -> [HTML]? in
            guard let own = spans[id], let product = own.last?.product else { return nil }
            let seconds = own.reduce(0) { $0 + max(0, $1.end - $1.start) }
            func sum(_ activity: Activity) -> Int {
                own.reduce(0) { $0 + activity.sum(Int(max(0, $1.start))..<max(Int(max(0, $1.start)), Int($1.end))) }
            }
            let hearts = sum(account.hearts)
            let rate = seconds >= 1 ? language.decimal(Double(hearts) * 60 / seconds) : "–"
            return [
                "\(language.text(product.name))", "\(Self.amount(product.price, product.currency))", time(own[0].start),
                "\(language.clock(seconds))", cell(hearts), "\(rate)", cell(sum(account.comments)),
                cell(sum(account.votes)),
            ]
        }
        return section(
            say("The products", "商品ごとの反応"),
            table(
                "",
                [
                    say("Product", "商品"), say("Price", "価格"), say("First at", "初登場"), say("On screen for", "表示時間"),
                    say("Hearts", "ハート"), say("Hearts a minute", "ハート/分"), say("Comments", "コメント"),
                    say("Votes", "投票"),
                ], rows, isOpen: true)
                + "<p class=\"note\">\(say("Counted while the product was on screen.", "商品が画面に出ていた間の数です。"))</p>")
    }

    static func amount(_ amount: Decimal, _ currency: String) -> String { "\(amount) \(currency)" }

    var polls: HTML {
        guard !account.polls.isEmpty else { return "" }
        let items = account.polls.map { poll -> HTML in
            let total = poll.votes.reduce(0) { $0.addingReportingOverflow($1).partialValue }
            let most = max(1, poll.votes.max() ?? 1)
            let rows = zip(poll.poll.options, poll.votes).map { option, votes -> HTML in
                let width = 100 * Double(votes) / Double(most)
                return
                    "<tr><th scope=\"row\">\(language.text(option.text))</th><td class=\"bar\"><span style=\"width:\(width)%\"></span></td><td>\(language.number(votes))</td><td>\(language.percent(votes, of: total))</td></tr>"
            }
            let end = poll.end.map { language.clock($0) } ?? say("never closed", "締め切りなし")
            return
                "<div><h3>\(language.text(poll.poll.question))</h3><p class=\"note\">\(language.clock(poll.start))–\(end) · \(say("\(language.number(total)) votes", "\(language.number(total))票"))</p><table class=\"poll\"><tbody>\(HTML(rows))</tbody></table></div>"
        }
        return section(say("Polls", "アンケート結果"), "<div class=\"polls\">\(HTML(items))</div>")
    }

    var offers: HTML {
        var content: HTML = ""
        if !account.coupons.isEmpty {
            let rows = account.coupons.map { coupon -> [HTML] in
                [
                    "\(coupon.coupon.code)", "\(coupon.coupon.condition.map(language.text) ?? "")",
                    span(coupon.start, coupon.end),
                    "\(language.clock(coupon.end - coupon.start))",
                ]
            }
            content += table(
                "", [say("Coupon", "クーポン"), say("Condition", "条件"), say("On screen", "表示"), say("For", "時間")], rows,
                isOpen: true)
        }
        if !account.auctions.isEmpty {
            let rows = account.auctions.map { auction -> [HTML] in
                let (run, currency) = (auction.run, auction.run.auction.currency)
                let highest = run.bid.map { Self.amount($0.amount, currency) } ?? "–"
                return [
                    "\(language.text(run.auction.item))", time(auction.start),
                    "\(Self.amount(run.auction.startingBid, currency))",
                    "\(highest)", "\(run.bid?.bidder ?? "")", cell(run.bidCount),
                    "\(run.soldAt != nil ? say("sold", "落札") : say("not sold", "不成立"))",
                ]
            }
            content += table(
                "",
                [
                    say("Auction", "オークション"), say("At", "開始"), say("Starting bid", "開始価格"),
                    say("Highest bid", "最高額"), say("Bidder", "入札者"), say("Bids", "入札数"), say("Outcome", "結果"),
                ], rows, isOpen: true)
        }
        return content.text.isEmpty ? "" : section(say("Coupons and auctions", "クーポンとオークション"), content)
    }
}
