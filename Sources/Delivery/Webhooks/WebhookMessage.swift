import Broadcast
import Foundation
import HLS
import Lines
import MediaModel

/// An event as its receiver reads it: its type, and the body that is signed and sent, the same on each attempt.
struct WebhookMessage: Hashable, Sendable {
    let type: WebhookEventType
    let body: String

    /// - Parameters:
    ///   - date: When it happened.
    ///   - time: The programme's media time then; `nil` before it begins.
    init(_ type: WebhookEventType, at date: Date, time: MediaTime? = nil, _ members: [String: JSONValue] = [:]) {
        var data = members
        if let time, data["time"] == nil { data["time"] = .time(time) }
        let milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded())
        self.type = type
        body =
            Envelope(
                type: type, timestamp: ProgramDateTime(millisecondsSince1970: milliseconds).description, data: data
            ).jsonLine
    }

    /// As Standard Webhooks recommends it ("Payload structure").
    private struct Envelope: Encodable {
        let type: WebhookEventType
        let timestamp: String
        let data: [String: JSONValue]
    }
}

/// What stands in an event's `data`.
indirect enum JSONValue: Hashable, Sendable, Encodable {
    case null
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// Texts are made by many: what is secret in them is masked, and they are cut where no person reads on.
    static func sentence(_ text: String) -> JSONValue { .text(String(SecretMask.masked(text).prefix(2_000))) }

    static func sentence(ifAny text: String?) -> JSONValue { text.map { sentence($0) } ?? .null }

    /// In seconds, to the millisecond.
    static func time(_ time: MediaTime) -> JSONValue { .seconds(time.ticks(timescale: 1_000, rounding: .nearest)) }

    /// A number of seconds, told in milliseconds.
    case seconds(Int64)

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .flag(let flag): try value.encode(flag)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        case .seconds(let milliseconds): try value.encode(Double(milliseconds) / 1_000)
        }
    }
}

extension WebhookMessage {
    /// - Returns: `nil` for the programme's end, which whoever knows its exit status tells (``Webhooks/finish(status:error:)``).
    init?(_ event: BroadcastEvent, at date: Date, time: MediaTime?) {
        switch event {
        case .ready(let publish):
            self.init(.ready, at: date, time: time, ["publish": .list(publish.map { .sentence($0) })])
        case .source(let state, let cause):
            let because: JSONValue = cause.map { .text($0.rawValue) } ?? .null
            self.init(.source, at: date, time: time, ["state": .text(state.rawValue), "because": because])
        case .takeover(let by): self.init(.takeover, at: date, time: time, ["by": .text(by)])
        case .overload(let before, let step, _):
            self.init(.overload, at: date, time: time, ["from": .text(before.name), "to": .text(step.name)])
        case .disk(let fault): self.init(.disk, at: date, time: time, Self.members(of: fault))
        case .segment(let sequence): self.init(.segment, at: date, time: time, ["sequence": .number(sequence)])
        case .committed(let count, let hearts, let ids, let time):
            self.init(
                .committed, at: date, time: time,
                [
                    "count": .number(count), "hearts": .number(hearts), "ids": .list(ids.map { .text($0) }),
                ])
        case .refused(let id, let reason):
            let id: JSONValue = id.map { .text($0) } ?? .null
            self.init(.refused, at: date, time: time, ["id": id, "error": .sentence(reason)])
        case .preset(let name): self.init(.preset, at: date, time: time, ["name": .text(name)])
        case .destinationUp(let name, let answer):
            self.init(.destinationUp, at: date, time: time, ["name": .text(name), "answer": .sentence(ifAny: answer)])
        case .destinationDown(let name, let cause, let isRefused):
            self.init(
                .destinationDown, at: date, time: time,
                ["name": .text(name), "cause": .sentence(cause), "isRefused": .flag(isRefused)])
        case .clip(.ready(let id, let file, let from, let to)):
            self.init(
                .clipReady, at: date, time: time,
                ["id": .text(id), "file": .text(file), "from": .time(from), "to": .time(to)])
        case .clip(.failed(let id, let cause)):
            self.init(.clipFailed, at: date, time: time, ["id": .text(id), "error": .sentence(cause)])
        case .warning(let text): self.init(.warning, at: date, time: time, ["text": .sentence(text)])
        case .upload(let change): self.init(.upload, at: date, time: time, Self.members(of: change))
        case .finished: return nil
        }
    }

    private static func members(of change: UploadChange) -> [String: JSONValue] {
        switch change {
        case .behind(let reason): ["state": .text("behind"), "error": .sentence(reason)]
        case .caughtUp: ["state": .text("caught-up")]
        case .lost(let name, let reason):
            ["state": .text("lost"), "file": .text(name), "error": .sentence(reason)]
        }
    }

    private static func members(of fault: DiskFault) -> [String: JSONValue] {
        switch fault {
        case .slow(let store): ["fault": .text("slow"), "place": .text(store)]
        case .presentation(let store, let text):
            ["fault": .text("presentation"), "place": .text(store), "text": .sentence(text)]
        case .eventLog(let path, let cause):
            ["fault": .text("eventLog"), "place": .text(path), "text": .sentence(cause)]
        case .sourceRecording(let path, let cause):
            ["fault": .text("sourceRecording"), "place": .text(path), "text": .sentence(cause)]
        }
    }
}
