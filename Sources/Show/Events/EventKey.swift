import Foundation
import MediaModel

/// A key of an event: how its value is read, and what it may be, said once.
struct EventKey<Value: Sendable>: EventKeyDescription {
    let name: String
    let about: String
    let schema: JSONTree
    /// The same in an event that follows from another; `nil` where that can't have the key.
    let consequenceSchema: JSONTree?
    fileprivate let read: @Sendable (EventFields, String) throws(EventError) -> Value?

    init(
        _ name: String, _ about: String, _ schema: JSONTree, inConsequence consequenceSchema: JSONTree?? = .none,
        read: @escaping @Sendable (EventFields, String) throws(EventError) -> Value?
    ) {
        (self.name, self.about, self.schema, self.read) = (name, about, schema, read)
        self.consequenceSchema = consequenceSchema ?? schema
    }

    /// What is said of it and of its default.
    func with(default value: JSONTree) -> EventKey {
        EventKey(
            name, about, schema.merging(["default": value]),
            inConsequence: .some(consequenceSchema?.merging(["default": value])), read: read)
    }
}

/// What can be said of a key without its value's type.
protocol EventKeyDescription: Sendable {
    var name: String { get }
    var about: String { get }
    var schema: JSONTree { get }
    var consequenceSchema: JSONTree? { get }
}

extension EventKeyDescription {
    var required: EventForm.Key { EventForm.Key(description: self, isRequired: true) }
    var optional: EventForm.Key { EventForm.Key(description: self, isRequired: false) }
}

extension EventFields {
    func read<Value>(_ key: EventKey<Value>) throws(EventError) -> Value? { try key.read(self, key.name) }

    func require<Value>(_ key: EventKey<Value>) throws(EventError) -> Value { try require(key.name, read(key)) }
}

// MARK: - Kinds of values

extension EventKey<String> {
    static func text(_ name: String, limit: Int, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.text(limit: limit)) { (fields, key) throws(EventError) in
            try fields.text(key, limit: limit)
        }
    }

    /// One of a few words.
    static func choice(_ name: String, among words: [String], _ about: String) -> EventKey {
        EventKey(name, about, ["enum": .words(words)]) { (fields, key) throws(EventError) in
            try fields.choice(key, among: words)
        }
    }

    /// A picture's file name inside the show's folder.
    static func file(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.reference("file")) { (fields, key) throws(EventError) in
            try fields.showFile(key)
        }
    }

    /// An address that is safe to hand to every viewer's app.
    static func webAddress(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.reference("url")) { (fields, key) throws(EventError) in
            try fields.webAddress(key)
        }
    }
}

extension EventKey<LocalizedText> {
    /// What viewers read: text, or an object with one for each of some languages.
    static func localizedText(_ name: String, limit: Int, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.localizedText(limit: limit)) { (fields, key) throws(EventError) in
            try fields.localizedText(key, limit: limit)
        }
    }
}

extension EventKey<Int> {
    static func integer(_ name: String, in range: ClosedRange<Int>, _ about: String) -> EventKey {
        EventKey(
            name, about,
            [
                "type": "integer", "minimum": .number(Double(range.lowerBound)),
                "maximum": .number(Double(range.upperBound)),
            ]
        ) { (fields, key) throws(EventError) in try fields.integer(key, in: range) }
    }
}

extension EventKey<Decimal> {
    /// An amount of money in major units.
    static func amount(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.reference("amount")) { (fields, key) throws(EventError) in
            try fields.decimal(key, in: EventFields.amounts)
        }
    }

    static func decimal(_ name: String, in range: ClosedRange<Int>, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.number(in: range)) { (fields, key) throws(EventError) in
            try fields.decimal(key, in: Decimal(range.lowerBound)...Decimal(range.upperBound))
        }
    }
}

extension EventKey<Bool> {
    static func flag(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, ["type": "boolean"]) { (fields, key) throws(EventError) in try fields.flag(key) }
    }
}

extension EventKey<MediaTime> {
    static func seconds(_ name: String, in range: ClosedRange<Int>, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.number(in: range)) { (fields, key) throws(EventError) in
            try fields.seconds(key, in: range)
        }
    }
}

extension EventKey<WallTime> {
    static func wallTime(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.reference("wallTime")) { (fields, key) throws(EventError) in
            try fields.wallTime(key)
        }
    }
}

extension EventKey<EndTime> {
    /// Seconds of this range, or an absolute time.
    static func end(_ name: String, in range: ClosedRange<Int>, _ about: String) -> EventKey {
        EventKey(
            name, about, ["anyOf": [EventSchema.number(in: range), EventSchema.reference("wallTime")]]
        ) { (fields, key) throws(EventError) in try fields.end(key, in: range) }
    }
}

extension EventKey<Stamp.Position> {
    /// A place on the canvas in percent, `[x, y]`.
    static func position(_ name: String, _ about: String) -> EventKey {
        EventKey(
            name, about, PresetSchemaKeys.list(of: EventSchema.number(in: 0...100), 2...2)
        ) { (fields, key) throws(EventError) in try fields.position(key) }
    }
}

extension EventKey<Product> {
    static func product(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.reference("product")) { (fields, key) throws(EventError) in
            guard let object = try fields.object(key) else { return nil }
            return try Product(object)
        }
    }
}

extension EventKey<[LocalizedText]> {
    /// - Parameter noun: What they are, for errors.
    static func localizedTexts(
        _ name: String, of count: ClosedRange<Int>, _ noun: String, limit: Int, _ about: String
    ) -> EventKey {
        EventKey(
            name, about, PresetSchemaKeys.list(of: EventSchema.localizedText(limit: limit), count)
        ) { (fields, key) throws(EventError) in
            guard let elements = try fields.list(key, of: count, noun, textLimit: limit) else { return nil }
            var texts: [LocalizedText] = []
            for element in elements {
                switch element {
                case .text(let text): texts.append(.plain(text))
                case .object(let languages): texts.append(try languages.localizedText(limit: limit))
                case .number: throw fields.error("\(key)[\(texts.count)]", "expected text")
                }
            }
            return texts
        }
    }
}

extension EventKey<[ShowEvent.Action]> {
    /// What else happens because of an event.
    static func consequences(_ name: String, _ about: String) -> EventKey {
        EventKey(
            name, about, PresetSchemaKeys.list(of: EventSchema.reference("consequence"), 1...16),
            inConsequence: .some(nil)
        ) { (fields, key) throws(EventError) in try fields.consequences(key) }
    }
}
