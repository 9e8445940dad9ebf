import Broadcast
import Foundation
import HLS
import MediaModel
import Show

/// Writes what layers tell of a show into an answer.
struct ShowReportWriter: ShowReport {
    var json = JSONWriter()
    let status: LiveStatus.Snapshot
    let rate: FrameRate

    init(status: LiveStatus.Snapshot, rate: FrameRate) { (self.status, self.rate) = (status, rate) }

    mutating func text(_ key: StaticString, _ value: String) { json.member(key, value) }
    mutating func text(_ key: StaticString, _ value: String?) { json.member(key, value) }
    mutating func text(_ key: StaticString, _ value: LocalizedText) { json.member(key) { $0.value(value) } }
    mutating func text(_ key: StaticString, _ value: LocalizedText?) { json.member(key, ifAny: value) { $0.value($1) } }
    mutating func count(_ key: StaticString, _ value: Int, _ about: String) { json.member(key, value) }
    mutating func count(_ key: StaticString, _ value: Int?, _ about: String) { json.member(key, value) }
    mutating func flag(_ key: StaticString, _ value: Bool) { json.member(key, value) }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: StaticString, _ value: Choice) {
        json.member(key, value.rawValue)
    }

    mutating func decimal(_ key: StaticString, _ value: Decimal) { json.member(key) { $0.decimal("\(value)") } }

    mutating func decimal(_ key: StaticString, _ value: Decimal?) {
        json.member(key, ifAny: value) { $0.decimal("\($1)") }
    }

    mutating func instant(_ key: StaticString, tick: Int?) {
        json.member(key, instant: tick.map { rate.time(ofTick: $0) }, status)
    }

    mutating func instant(_ key: StaticString, _ value: WallTime?) {
        json.member(key, instant: value.flatMap { wall in status.start.map { wall.mediaTime(startedAt: $0) } }, status)
    }

    mutating func texts(_ key: StaticString, _ values: [LocalizedText]?) {
        json.member(key, ifAny: values) { json, texts in
            json.array { json in for text in texts { json.value(text) } }
        }
    }

    mutating func object<Value>(
        _ key: StaticString, _ value: Value?, named name: String?, _ body: (inout ShowReportWriter, Value) -> Void
    ) {
        let (status, rate) = (status, rate)
        json.member(key, ifAny: value) { json, value in
            json.object { Self.write(value, to: &$0, status, rate, body) }
        }
    }

    mutating func objects<Value>(
        _ key: StaticString, _ values: [Value], named name: String?, _ about: String,
        _ body: (inout ShowReportWriter, Value) -> Void
    ) {
        let (status, rate) = (status, rate)
        json.member(key) { json in json.array(values) { Self.write($1, to: &$0, status, rate, body) } }
    }

    mutating func group(_ key: StaticString, _ body: (inout ShowReportWriter) -> Void) {
        object(key, ()) { report, _ in body(&report) }
    }

    /// Lends the bytes that there are so far to a writer of what is inside.
    private static func write<Value>(
        _ value: Value, to json: inout JSONWriter, _ status: LiveStatus.Snapshot, _ rate: FrameRate,
        _ body: (inout ShowReportWriter, Value) -> Void
    ) {
        var inner = ShowReportWriter(status: status, rate: rate)
        swap(&inner.json, &json)
        body(&inner, value)
        swap(&inner.json, &json)
    }
}

extension JSONWriter {
    /// An instant as media time and by the clock on the wall.
    mutating func member(_ key: StaticString, instant: MediaTime?, _ status: LiveStatus.Snapshot) {
        member(key, ifAny: instant) { json, time in
            json.object { json in
                json.member("time", time)
                json.member("programDateTime", status.programDateTime(of: time)?.description)
            }
        }
    }
}
