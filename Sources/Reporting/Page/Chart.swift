/// Draws over the time of a show: bars in one ink, so that a copier in black and white loses nothing, with an axis that people can read from.
struct Chart {
    static let width = 960.0
    private static let left = 64.0
    private static let right = 30.0

    let language: ReportLanguage
    let buckets: Buckets
    /// Of the show, in seconds.
    let duration: Double

    private var inner: Double { Self.width - Self.left - Self.right }
    /// Seconds that the whole width stands for.
    private var span: Double { max(1, Double(buckets.width * buckets.count)) }

    func x(_ second: Double) -> Double { Self.left + inner * min(max(second / span, 0), 1) }

    // MARK: - Kinds of charts

    /// - Parameter title: What is drawn, for whoever can't see it.
    func bars(_ values: [Int], title: String, marks: [Double] = [], height: Double = 110) -> HTML {
        let top = Self.roundedUp(values.max() ?? 0)
        let step = inner / Double(max(1, values.count))
        var path = ""
        for (index, value) in values.enumerated() where value > 0 {
            let tall = max(1, height * Double(value) / Double(top))
            let (x, y) = (Self.left + step * Double(index), 8 + height - tall)
            path +=
                "M\(Self.short(x)) \(Self.short(y))h\(Self.short(max(0.8, step - min(1.5, step / 4))))v\(Self.short(tall))H\(Self.short(x))z"
        }
        return frame(title, height: height, top: top, marks: marks, "<path class=\"bar\" d=\"\(path)\"/>")
    }

    /// A level that holds until the next.
    func steps(_ values: [Int], title: String, height: Double = 110) -> HTML {
        let top = Self.roundedUp(values.max() ?? 0)
        let step = inner / Double(max(1, values.count))
        var path = "M\(Self.short(Self.left)) \(Self.short(8 + height))"
        for (index, value) in values.enumerated() {
            let y = 8 + height - height * Double(value) / Double(top)
            path += "V\(Self.short(y))H\(Self.short(Self.left + step * Double(index + 1)))"
        }
        path += "V\(Self.short(8 + height))z"
        return frame(title, height: height, top: top, marks: [], "<path class=\"area\" d=\"\(path)\"/>")
    }

    /// Spans with words in them, on as many rows as they need so that none covers another.
    func spans(_ items: [(start: Double, end: Double, text: String)], title: String, kind: String) -> HTML {
        let rowHeight = 22.0
        var ends: [Double] = []
        var drawn: HTML = ""
        for (number, item) in items.prefix(400).enumerated() {
            let (start, end) = (x(item.start), max(x(item.end), x(item.start) + 3))
            let row = ends.firstIndex { $0 <= start } ?? ends.count
            // Many at once are of no use to the eye; the table has them.
            guard row < 6 else { continue }
            if row == ends.count { ends.append(end) } else { ends[row] = end }
            let y = Double(row) * rowHeight
            let shade: HTML = number.isMultiple(of: 2) ? "a" : "b"
            // How wide letters are is the browser's to know: a drawing of its own cuts off what sticks out.
            let words: HTML =
                end - start < 40
                ? ""
                : "<svg x=\"\(start)\" y=\"\(y + 2)\" width=\"\(end - start - 3)\" height=\"\(rowHeight - 4)\"><text x=\"4\" y=\"13.5\">\(item.text.prefix(160))</text></svg>"
            drawn +=
                "<g><title>\(language.clock(item.start))–\(language.clock(item.end)) \(item.text)</title><rect class=\"\(HTML(stringLiteral: kind)) \(shade)\" x=\"\(start)\" y=\"\(y + 2)\" width=\"\(end - start)\" height=\"\(rowHeight - 4)\" rx=\"3\"/>\(words)</g>"
        }
        let height = Double(max(1, ends.count)) * rowHeight
        return
            "<div class=\"wide\"><svg class=\"chart\" viewBox=\"0 0 \(Self.width) \(height + 22)\" role=\"img\" aria-label=\"\(title)\">\(drawn)\(timeAxis(y: height + 2))</svg></div>"
    }

    // MARK: - Axes

    private func frame(_ title: String, height: Double, top: Int, marks: [Double], _ content: HTML) -> HTML {
        var lines: HTML = ""
        for part in [0, 1, 2] {
            let y = 8 + height - height * Double(part) / 2
            let value = top * part / 2
            guard part != 1 || top.isMultiple(of: 2) else { continue }
            lines +=
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/><text class=\"tick\" x=\"\(Self.left - 6)\" y=\"\(y + 4)\" text-anchor=\"end\">\(language.number(value))</text>"
        }
        var flags: HTML = ""
        for (number, mark) in marks.enumerated() {
            flags +=
                "<text class=\"mark\" x=\"\(x(mark))\" y=\"7\" text-anchor=\"middle\">\(number + 1)</text><line class=\"mark\" x1=\"\(x(mark))\" x2=\"\(x(mark))\" y1=\"9\" y2=\"\(8 + height)\"/>"
        }
        return
            "<div class=\"wide\"><svg class=\"chart\" viewBox=\"0 -6 \(Self.width) \(height + 36)\" role=\"img\" aria-label=\"\(title)\">\(lines)\(content)\(flags)\(timeAxis(y: height + 8))</svg></div>"
    }

    private func timeAxis(y: Double) -> HTML {
        let steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400]
        let step = steps.first { span / Double($0) <= 8 } ?? 86_400
        var ticks: HTML = ""
        for second in stride(from: 0, through: Int(span), by: step) {
            ticks +=
                "<line class=\"tick\" x1=\"\(x(Double(second)))\" x2=\"\(x(Double(second)))\" y1=\"\(y)\" y2=\"\(y + 4)\"/><text class=\"tick\" x=\"\(x(Double(second)))\" y=\"\(y + 16)\" text-anchor=\"middle\">\(language.clock(Double(second)))</text>"
        }
        return ticks
    }

    /// At least 2, and easy to halve.
    private static func roundedUp(_ value: Int) -> Int {
        guard value > 2 else { return 2 }
        var scale = 1
        while value / scale >= 100 { scale *= 10 }
        let step = [2, 4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100].first { $0 * scale >= value } ?? 100
        return step * scale
    }

    private static func short(_ value: Double) -> String { ("\(value)" as HTML).text }
}
