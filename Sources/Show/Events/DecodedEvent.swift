import Foundation
import MediaModel

/// A ``ShowEvent`` on its way from JSON: the keys that all events have, and those of its type.
///
/// A new type of event is a case of ``EventType``, with its keys and its reader.
struct DecodedEvent: Decodable {
    let event: ShowEvent
    /// How many members its objects have together.
    let memberCount: Int

    /// Keys that an event of any type may have.
    private static let commonKeys = ["type", "at", "id"]

    init(from decoder: any Decoder) throws {
        let fields = try EventFields(decoder)
        let typeName = try fields.require("type", fields.text("type", limit: 64))
        guard let type = EventType(rawValue: typeName) else {
            let names = EventType.allCases.map(\.rawValue)
            throw fields.error("type", "unknown type \(quoted(typeName)); \(suggestion(for: typeName, among: names))")
        }
        try fields.refuseKeys(notAmong: Self.commonKeys + type.keys)
        let (action, nestedCount) = try type.read(fields)
        event = ShowEvent(at: try Self.time(fields), id: try fields.text("id", limit: 128), action: action)
        memberCount = fields.count + nestedCount
    }

    /// `at` to the nearest microsecond: so sums of floating-point seconds, as scripts write them, find their instant.
    private static func time(_ fields: EventFields) throws(EventError) -> MediaTime? {
        guard let seconds = try fields.decimal("at", in: 0...86_400) else { return nil }
        // A day is 8.64e10 µs: of that, a Double resolves 1/65536 µs, far below the half that decides.
        let microseconds = (seconds * 1_000_000 as NSDecimalNumber).doubleValue
        return .microseconds(Int64(microseconds.rounded()))
    }
}

/// The `type` of an event, and how its own keys are read.
enum EventType: String, CaseIterable {
    case price, hearts

    /// The keys of this type, besides those of all events.
    var keys: [String] {
        switch self {
        case .price: ["product", "action"]
        case .hearts: ["count"]
        }
    }

    /// The action, and how many members its nested objects have.
    func read(_ fields: EventFields) throws(EventError) -> (ShowEvent.Action, nestedCount: Int) {
        switch self {
        case .price: try Self.readPrice(fields)
        case .hearts: (.hearts(count: try fields.require("count", fields.integer("count", in: 1...1_000_000_000))), 0)
        }
    }

    private static func readPrice(_ fields: EventFields) throws(EventError) -> (ShowEvent.Action, nestedCount: Int) {
        let action = try fields.text("action", limit: 64) ?? "show"
        let product = try fields.object("product")
        switch action {
        case "show":
            let product = try fields.require("product", product)
            return (.price(.show(try Product(product))), product.count)
        case "hide":
            guard product == nil else { throw fields.error("product", "not expected where action is \"hide\"") }
            return (.price(.hide), 0)
        default:
            let hint = suggestion(for: action, among: ["show", "hide"])
            throw fields.error("action", "unknown action \(quoted(action)); \(hint)")
        }
    }
}
