import MediaModel
import Show

extension Field {
    private static let followKeys = ["subject", "calm", "lookAhead", "region", "zone"]

    /// - Parameter latency: Bounds the look-ahead; `nil` where the preset leaves it open.
    func reframe(latency: LatencyMode?) -> ReframePreset? {
        guard let map = map(["mode", "anchor", "rotate", "flip"] + Self.followKeys) else { return nil }
        var reframe = ReframePreset()
        map.read("mode", into: &reframe.mode) { $0.choice(of: ReframePreset.Mode.self) }
        map.read("rotate", into: &reframe.rotation) { $0.integer(among: [0, 90, 180, 270]) }
        map.read("flip", into: &reframe.flip) { $0.choice(of: ReframePreset.Flip.self) }
        if let anchor = map["anchor"]?.reframeAnchor() {
            (reframe.horizontalAnchor, reframe.verticalAnchor) = anchor
        }
        if reframe.mode == .follow {
            map.read("subject", into: &reframe.follow.subject) { $0.choice(of: FollowPreset.SubjectChoice.self) }
            map.read("calm", into: &reframe.follow.calm) { $0.choice(of: FollowPreset.Calm.self) }
            map.read("lookAhead", into: &reframe.follow.lookAhead) { $0.lookAhead(latency) }
            map.read("region", into: &reframe.follow.region) { $0.region() }
            map.read("zone", into: &reframe.follow.zone) { $0.number(in: FollowPreset.zones) }
        } else {
            for key in Self.followKeys {
                map[key]?.report("belongs to mode follow, and the mode is \(reframe.mode.rawValue)")
            }
        }
        return reframe
    }

    /// In seconds.
    private func lookAhead(_ latency: LatencyMode?) -> Double? {
        guard let time = duration(inMilliseconds: 0...500) else { return nil }
        let most = latency?.mostLookAhead ?? LatencyMode.normal.mostLookAhead
        guard let latency, time.seconds > most else { return time.seconds }
        report(
            "latency \(latency.rawValue) has room for \(Int(most * 1_000))ms at most, as every picture is shown as much "
                + "later; found \(quoted(scalarText ?? ""))")
        return nil
    }

    /// A list of where it begins and ends.
    private func region() -> ClosedRange<Double>? {
        guard let fields = list(of: 2...2, "places, [from, to]") else { return nil }
        // Both are read before either decides.
        let (from, to) = (fields[0].number(in: 0...1), fields[1].number(in: 0...1))
        guard let from, let to else { return nil }
        guard to - from >= FollowPreset.leastRegion - 1e-9 else {
            report(
                "expected [from, to] with at least \(FollowPreset.leastRegion) between them, found "
                    + "[\(fields[0].scalarText ?? ""), \(fields[1].scalarText ?? "")]")
            return nil
        }
        return from...to
    }

    private static let across = ["left": 0, "center": 0.5, "right": 1]
    private static let down = ["top": 0, "center": 0.5, "bottom": 1]

    /// A word, a number for the place across, or a list of both places.
    private func reframeAnchor() -> (across: Double, down: Double)? {
        if let count = elementCount {
            guard count == 2, let fields = list(of: 2...2, "places") else {
                report("expected [across, down], found a list of \(count)")
                return nil
            }
            let across = fields[0].place(Self.across, "left, center, right")
            let down = fields[1].place(Self.down, "top, center, bottom")
            guard let across, let down else { return nil }
            return (across, down)
        }
        if let word = scalarText, let down = Self.down[word], word != "center" { return (0.5, down) }
        return place(Self.across, "left, center, right, top, bottom").map { ($0, 0.5) }
    }

    private func place(_ words: [String: Double], _ accepted: String) -> Double? {
        guard let text = scalarText else { return mismatch(expected: "\(accepted) or a number from 0 to 1") }
        if let place = words[text] { return place }
        guard text.first?.isLetter != true else {
            let names = accepted.split(separator: ", ").map(String.init)
            let hint = nearestName(to: text, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
            report("expected \(accepted) or a number from 0 to 1, found \(quoted(text))\(hint)")
            return nil
        }
        return number(in: 0...1)
    }
}
