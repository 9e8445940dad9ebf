/// Draws a path over time, as SVG: where the subject was, where the window went, how quickly, and why it stood.
///
/// It needs no colours: what differs has another grey, width or dash.
public struct FollowPlot: Sendable {
    /// A clip's second is so wide, in px, within what a page and a viewer bear. Longer clips are drawn closer.
    private static let (pixelsPerSecond, leastWidth, mostWidth) = (60.0, 760.0, 12_000.0)
    private static let (left, right, top) = (64.0, 24.0, 70.0)
    private static let (pathHeight, stripHeight, speedHeight, gap) = (300.0, 18.0, 110.0, 26.0)

    private let path: FollowPath
    private let title: String
    private let (start, duration): (Double, Double)
    private let width: Double

    public init(_ path: FollowPath, title: String) {
        self.path = path
        self.title = title
        let times = path.points.map { Double($0.time) / 1e9 }
        start = times.first ?? 0
        duration = max((times.last ?? 0) - start, 0.04)
        width = (duration * Self.pixelsPerSecond).clamped(to: Self.leastWidth...Self.mostWidth)
    }

    // MARK: The page

    public var svg: String {
        let (pageWidth, pageHeight) = (Self.left + width + Self.right, speedBottom + 56)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(px(pageWidth))" height="\(px(pageHeight))" \
            viewBox="0 0 \(px(pageWidth)) \(px(pageHeight))" font-family="sans-serif" font-size="11" fill="black">
            <rect width="100%" height="100%" fill="white"/>
            <text x="\(px(Self.left))" y="20" font-size="14" font-weight="bold">\(escaped(title))</text>
            <text x="\(px(Self.left))" y="36" fill="#444">\(escaped(summary))</text>
            \(legend)
            \(ways)
            \(strip)
            \(speeds)
            \(timeAxis)
            </svg>

            """
    }

    private var stripTop: Double { Self.top + Self.pathHeight + 8 }
    private var speedTop: Double { stripTop + Self.stripHeight + Self.gap }
    private var speedBottom: Double { speedTop + Self.speedHeight }

    private func x(_ time: Int64) -> Double { Self.left + (Double(time) / 1e9 - start) / duration * width }
    private func y(_ share: Double) -> Double { Self.top + share.clamped(to: 0...1) * Self.pathHeight }

    private var summary: String {
        let states = path.points.map(\.state)
        let count = Double(max(1, states.count))
        let still = Double(states.count { $0.speed == 0 }) / count
        let known = Double(states.count { $0.kind != nil }) / count
        let last = states.last
        let fastest = states.map { abs($0.speed) }.max() ?? 0
        return "\(decimal(duration, digits: 1)) s, \(last?.moves ?? 0) moves, \(last?.cuts ?? 0) cuts, "
            + "still \(decimal(100 * still, digits: 0)) % of the time, subject known \(decimal(100 * known, digits: 0)) %, "
            + "at most \(decimal(fastest, digits: 2)) w/s (windows a second)"
    }

    private var legend: String {
        let entries: [(width: Double, mark: String, words: String)] = [
            (34, "<rect width=\"26\" height=\"10\" y=\"-9\" fill=\"#e4e4e4\"/>", "window"),
            (34, "<rect width=\"26\" height=\"10\" y=\"-9\" fill=\"#bdbdbd\"/>", "zone"),
            (34, "<path d=\"M0 -4h26\" stroke=\"black\" stroke-width=\"2.2\"/>", "window's middle"),
            (
                34, "<path d=\"M0 -4h26\" stroke=\"black\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 2.5\"/>",
                "subject and its edges"
            ),
            (14, "<path d=\"M3 -11v13\" stroke=\"black\" stroke-dasharray=\"5 3\"/>", "cut"),
            (14, "<path d=\"M-1 -10h8l-4 7z\"/>", "jump"),
        ]
        var (text, place) = ("", Self.left)
        for entry in entries {
            text +=
                "<g transform=\"translate(\(px(place)) 57)\">\(entry.mark)"
                + "<text x=\"\(px(entry.width))\">\(entry.words)</text></g>\n"
            place += entry.width + Double(entry.words.count) * 6 + 14
        }
        return text
    }

    // MARK: The window and the subject

    private var ways: String {
        let half = path.window / 2
        let (first, last) = path.axis == .horizontal ? ("left", "right") : ("top", "bottom")
        var text = frame(top: Self.top, height: Self.pathHeight)
        text +=
            label(first, y: Self.top + 4) + label("middle", y: y(0.5) + 4)
            + label(last, y: Self.top + Self.pathHeight + 4)
        for run in runs(where: { !$1.state.jumped }) {
            text += band(run, "#e4e4e4", from: { $0.center - half }, to: { $0.center + half })
            text += band(run, "#bdbdbd", from: { $0.center - $0.zone }, to: { $0.center + $0.zone })
        }
        text += "<path d=\"M\(px(Self.left)) \(px(y(0.5)))h\(px(width))\" stroke=\"#999\" stroke-width=\"0.5\"/>\n"
        for run in runs(where: { !$1.state.jumped }) { text += line(run, "stroke-width=\"2.2\"") { y($0.center) } }
        for run in runs(where: { $0.state.subject != nil && $1.state.subject != nil && !$1.isCut }) {
            let axis = path.axis
            text += line(run, "stroke-width=\"1.2\" stroke-dasharray=\"1.5 2.5\"") { state in
                state.subject.map { y($0.center(along: axis)) }
            }
            for side in [-0.5, 0.5] {
                text += line(run, "stroke-width=\"0.6\" stroke-dasharray=\"1.5 2.5\"") { state in
                    state.subject.map { y($0.center(along: axis) + side * $0.size(along: axis)) }
                }
            }
        }
        for point in path.points {
            let place = px(x(point.time))
            if point.isCut {
                text +=
                    "<path d=\"M\(place) \(px(Self.top))V\(px(speedBottom))\" stroke=\"black\" stroke-dasharray=\"5 3\"/>\n"
            }
            if point.state.jumped {
                text += "<path d=\"M\(place) \(px(Self.top))m-4 -9h8l-4 7z\"/>\n"
            }
        }
        return text
    }

    // MARK: Holds, and speed

    private var strip: String {
        var text = label("state", y: stripTop + 13)
        let patterns: [FollowState.Motion: String] = [.hold: "white", .moving: "black", .lost: "url(#lost)"]
        text +=
            "<defs><pattern id=\"lost\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">"
            + "<path d=\"M0 5L5 0\" stroke=\"black\"/></pattern></defs>\n"
        for run in runs(where: { $0.state.motion == $1.state.motion }) {
            guard let first = run.first, let last = run.last else { continue }
            let end = min(last + 1, path.points.count - 1)
            let (from, to) = (x(path.points[first].time), x(path.points[end].time))
            let motion = path.points[first].state.motion
            text +=
                "<rect x=\"\(px(from))\" y=\"\(px(stripTop))\" width=\"\(px(to - from))\" "
                + "height=\"\(px(Self.stripHeight))\" fill=\"\(patterns[motion] ?? "white")\"/>\n"
            let words = motion.rawValue
            if to - from > Double(words.count) * 7 + 8 {
                text +=
                    "<text x=\"\(px((from + to) / 2))\" y=\"\(px(stripTop + 13))\" text-anchor=\"middle\" "
                    + (motion == .moving
                        ? "fill=\"white\"" : "stroke=\"white\" stroke-width=\"3\" paint-order=\"stroke\"")
                    + ">\(words)</text>\n"
            }
        }
        return text + frame(top: stripTop, height: Self.stripHeight)
    }

    private var speeds: String {
        let fastest = path.points.map { abs($0.state.speed) }.max() ?? 0
        let scale = fastest > 1.5 ? 2.5 : 1.5
        let middle = (speedTop + speedBottom) / 2
        func y(_ speed: Double) -> Double { middle + (speed / scale).clamped(to: -1...1) * Self.speedHeight / 2 }
        var text = frame(top: speedTop, height: Self.speedHeight)
        for speed in [-scale, 0, scale] { text += label(decimal(speed, digits: 1) + " w/s", y: y(speed) + 4) }
        text += "<path d=\"M\(px(Self.left)) \(px(middle))h\(px(width))\" stroke=\"#999\" stroke-width=\"0.5\"/>\n"
        for run in runs(where: { !$1.state.jumped }) { text += line(run, "stroke-width=\"1.4\"") { y($0.speed) } }
        return text
    }

    private var timeAxis: String {
        // Ticks at least 50 px apart.
        let step =
            [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600].first { $0 / duration * width >= 50 } ?? 7_200
        var text = ""
        var time = (start / step).rounded(.up) * step
        while time <= start + duration {
            let place = px(Self.left + (time - start) / duration * width)
            text +=
                "<path d=\"M\(place) \(px(speedBottom))v5\" stroke=\"black\"/>"
                + "<text x=\"\(place)\" y=\"\(px(speedBottom + 18))\" text-anchor=\"middle\">\(decimal(time, digits: 1)) s</text>\n"
            time += step
        }
        return text
    }

    // MARK: Pieces

    private func frame(top: Double, height: Double) -> String {
        "<rect x=\"\(px(Self.left))\" y=\"\(px(top))\" width=\"\(px(width))\" height=\"\(px(height))\" fill=\"none\" stroke=\"black\"/>\n"
    }

    private func label(_ text: String, y: Double) -> String {
        "<text x=\"\(px(Self.left - 6))\" y=\"\(px(y))\" text-anchor=\"end\">\(text)</text>\n"
    }

    /// The points in as few rows as there can be, so that all neighbours in a row belong together.
    private func runs(where belongTogether: (FollowPath.Point, FollowPath.Point) -> Bool) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var first = 0
        for index in path.points.indices.dropFirst() where !belongTogether(path.points[index - 1], path.points[index]) {
            runs.append(first..<index)
            first = index
        }
        if first < path.points.count { runs.append(first..<path.points.count) }
        return runs
    }

    /// Some of a row's points: what lies closer than half a pixel is drawn once.
    private func drawn(_ run: Range<Int>) -> [FollowPath.Point] {
        var points: [FollowPath.Point] = []
        for index in run {
            let point = path.points[index]
            if let last = points.last, index < run.upperBound - 1, x(point.time) - x(last.time) < 0.5 { continue }
            points.append(point)
        }
        return points
    }

    private func line(_ run: Range<Int>, _ style: String, _ y: (FollowState) -> Double?) -> String {
        let points = drawn(run).compactMap { point in y(point.state).map { "\(px(x(point.time))),\(px($0))" } }
        guard points.count > 1 else { return "" }
        return "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"black\" \(style)/>\n"
    }

    private func band(
        _ run: Range<Int>, _ fill: String, from: (FollowState) -> Double, to: (FollowState) -> Double
    ) -> String {
        let points = drawn(run)
        guard points.count > 1 else { return "" }
        let upper = points.map { "\(px(x($0.time))),\(px(y(from($0.state))))" }
        let lower = points.reversed().map { "\(px(x($0.time))),\(px(y(to($0.state))))" }
        return "<polygon points=\"\((upper + lower).joined(separator: " "))\" fill=\"\(fill)\"/>\n"
    }
}

private func px(_ value: Double) -> String { decimal(value, digits: 1) }

private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
