import Foundation
import MediaModel

/// Values that events of several types have.
extension EventFields {
    /// Seconds of this range, to the microsecond.
    func seconds(_ key: String, in range: ClosedRange<Int>) throws(EventError) -> MediaTime? {
        guard let seconds = try decimal(key, in: Decimal(range.lowerBound)...Decimal(range.upperBound)) else {
            return nil
        }
        // A day is 8.64e10 µs: of that, a Double resolves 1/65536 µs, far below the half that decides.
        return .microseconds(Int64((seconds * 1_000_000 as NSDecimalNumber).doubleValue.rounded()))
    }

    /// An absolute time.
    func wallTime(_ key: String) throws(EventError) -> WallTime? {
        guard let text = try text(key, limit: 64) else { return nil }
        guard let instant = WallTime(rfc3339: text) else {
            throw error(key, "expected a time such as 2026-11-22T20:00:00+09:00, found \(quoted(text))")
        }
        return instant
    }

    /// Seconds of this range, or an absolute time.
    func end(_ key: String, in range: ClosedRange<Int>) throws(EventError) -> EndTime? {
        if isText(key) { return try wallTime(key).map { .wallTime($0) } }
        return try seconds(key, in: range).map { .duration($0) }
    }

    /// One of a few words.
    func choice(_ key: String, among words: [String]) throws(EventError) -> String? {
        let word = try text(key, limit: 64)
        guard let word, !words.contains(word) else { return word }
        throw error(key, "unknown \(key) \(quoted(word)); \(suggestion(for: word, among: words))")
    }

    /// A relative path, so that an event can't reach for files outside the show's folder.
    func showFile(_ key: String) throws(EventError) -> String? {
        guard let path = try text(key, limit: 255) else { return nil }
        let steps = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !path.contains("\\") else {
            throw error(key, "expected a file name inside the show's folder, found \(quoted(path))")
        }
        return path
    }

    /// An address that is safe to hand to every viewer's app.
    func webAddress(_ key: String) throws(EventError) -> String? {
        guard let text = try text(key, limit: 2_048) else { return nil }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        guard isPlain, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", url.host()?.isEmpty == false
        else { throw error(key, "expected an address that starts with https://, found \(quoted(text))") }
        return text
    }

    /// A place on the canvas in percent, `[x, y]`.
    func position(_ key: String) throws(EventError) -> Stamp.Position? {
        guard let elements = try list(key, of: 2...2, "numbers from 0 to 100, across and down") else { return nil }
        var numbers: [Double] = []
        for case .number(let number) in elements where (0...100).contains(number) {
            numbers.append((number as NSDecimalNumber).doubleValue)
        }
        guard numbers.count == 2 else { throw error(key, "expected two numbers from 0 to 100, across and down") }
        return Stamp.Position(x: numbers[0], y: numbers[1])
    }

    /// What else happens because of an event: at most 16 events, without a time and an id of their own, and without
    /// such lists in turn.
    func consequences(_ key: String) throws(EventError) -> [ShowEvent.Action] {
        var actions: [ShowEvent.Action] = []
        for element in try list(key, of: 1...16, "events") ?? [] {
            guard case .object(let fields) = element else {
                throw error("\(key)[\(actions.count)]", "expected an event, an object")
            }
            actions.append(try ShowEvent.Action(consequence: fields))
        }
        return actions
    }

    /// Whether `action` is "show", which it is where it isn't given; where it is "hide", these keys have no meaning.
    func isShow(refusing keys: [String]) throws(EventError) -> Bool {
        guard try choice("action", among: ["show", "hide"]) == "hide" else { return true }
        try refuse(keys, where: "action is \"hide\"")
        return false
    }
}
