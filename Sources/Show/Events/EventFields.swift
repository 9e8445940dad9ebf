import Captions
import Foundation

/// The members of one JSON object of an event, read with their limits.
///
/// Each reader returns `nil` for a key that is absent or `null`.
struct EventFields {
    private let container: KeyedDecodingContainer<Key>
    /// In front of the keys in errors, e.g. `product.`; empty for the event itself.
    private let path: String

    /// A key as the object has it: any text.
    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let members: MemberCounter
    /// Asked for once: the decoder makes the list anew each time.
    private let keys: [String]

    /// - Parameter members: Counts those of this object, and of all that are read out of it.
    init(_ decoder: any Decoder, members: MemberCounter) throws {
        self.init(try decoder.container(keyedBy: Key.self), path: "", members: members)
    }

    private init(_ container: KeyedDecodingContainer<Key>, path: String, members: MemberCounter) {
        (self.container, self.path, self.members) = (container, path, members)
        keys = container.allKeys.map(\.stringValue)
        members.add(keys.count)
    }

    /// Whether a key is there, and not `null`.
    func has(_ key: String) -> Bool {
        keys.contains(key) && (try? container.decodeNil(forKey: Key(stringValue: key))) != true
    }

    /// Whether a key's value is a text.
    func isText(_ key: String) -> Bool {
        (try? container.decodeIfPresent(String.self, forKey: Key(stringValue: key))) != nil
    }

    /// Refuses keys that have no meaning beside another key's value.
    func refuse(_ keys: [String], where reason: String) throws(EventError) {
        for key in keys where has(key) { throw error(key, "not expected where \(reason)") }
    }

    func refuseKeys(notAmong known: [String]) throws(EventError) {
        // Sorted, as a dictionary's order changes from run to run and the first is the one reported.
        guard let unknown = keys.filter({ !known.contains($0) }).min() else { return }
        let name = unknown.utf8.count <= 64 ? unknown : String(unknown.prefix(20)) + "…"
        throw EventError(path + name, "unknown key; \(suggestion(for: unknown, among: known))")
    }

    /// The value, or an error that says it is missing.
    func require<Value>(_ key: String, _ value: Value?) throws(EventError) -> Value {
        guard let value else { throw EventError(path + key, "missing") }
        return value
    }

    /// A number of this range, exactly as it is written.
    func decimal(_ key: String, in range: ClosedRange<Decimal>) throws(EventError) -> Decimal? {
        // A sentence that nobody will read costs as much as the number itself.
        var expected: String { "a number from \(range.lowerBound) to \(range.upperBound)" }
        guard let value = try read(key, Decimal.self, expected: expected) else { return nil }
        guard range.contains(value) else { throw mismatch(key, expected: expected) }
        return value
    }

    /// A whole number of this range; `3.0` is one.
    func integer(_ key: String, in range: ClosedRange<Int>) throws(EventError) -> Int? {
        var expected: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }
        guard let value = try read(key, Decimal.self, expected: expected) else { return nil }
        // Within the range first: what is far beyond an Int's end isn't converted.
        guard value >= Decimal(range.lowerBound), value <= Decimal(range.upperBound),
            case let whole = (value as NSDecimalNumber).intValue, Decimal(whole) == value
        else { throw mismatch(key, expected: expected) }
        return whole
    }

    /// Text of 1 to `limit` characters, cleaned as ``EventText`` says.
    func text(_ key: String, limit: Int) throws(EventError) -> String? {
        guard let value = try read(key, String.self, expected: "text of 1 to \(limit) characters") else { return nil }
        return try clean(value, limit: limit, at: key)
    }

    /// Text as above, or an object with one for each of some languages.
    func localizedText(_ key: String, limit: Int) throws(EventError) -> LocalizedText? {
        do throws(EventError) {
            return try text(key, limit: limit).map { .plain($0) }
        } catch {
            // Asked for only now, as hardly any text is an object.
            guard !isText(key), let texts = try? object(key) else { throw error }
            return try texts.localizedText(limit: limit)
        }
    }

    /// The texts of this object, whose keys are languages.
    func localizedText(limit: Int) throws(EventError) -> LocalizedText {
        guard 1...LocalizedText.mostLanguages ~= keys.count else {
            throw EventError(
                String(path.dropLast()), "expected 1 to \(LocalizedText.mostLanguages) languages, found \(keys.count)")
        }
        var texts: [LanguageTag: String] = [:]
        // Sorted, as a dictionary's order changes from run to run and the first fault is the one reported.
        for key in keys.sorted() {
            let tag: LanguageTag
            do throws(LanguageTagFault) {
                tag = try LanguageTag(key)
            } catch {
                let name = key.utf8.count <= 64 ? key : String(key.prefix(20)) + "…"
                throw EventError(path + name, "\(error)")
            }
            guard texts[tag] == nil else { throw error(key, "another of the texts is in this language") }
            texts[tag] = try require(key, text(key, limit: limit))
        }
        return .languages(texts)
    }

    private func clean(_ value: String, limit: Int, at key: String) throws(EventError) -> String {
        do throws(EventText.Fault) {
            return try EventText.clean(value, limit: limit)
        } catch {
            let expected = "text of 1 to \(limit) characters"
            switch error {
            case .empty: throw EventError(path + key, "expected \(expected), found \"\"")
            case .invisible(let name):
                throw EventError(
                    path + key, "expected \(expected), found nothing that can be seen (\(name))")
            case .tooLong: throw EventError(path + key, "expected \(expected), found more")
            case .forbidden(let name): throw EventError(path + key, "a character that text may not have: \(name)")
            case .tooManyMarks: throw EventError(path + key, "a character with too many marks on it")
            }
        }
    }

    func flag(_ key: String) throws(EventError) -> Bool? { try read(key, Bool.self, expected: "true or false") }

    /// An error at one of this object's keys.
    func error(_ key: String, _ message: String) -> EventError { EventError(path + key, message) }
}

// MARK: - Objects and lists

extension EventFields {
    /// An object's members.
    func object(_ key: String) throws(EventError) -> EventFields? {
        let name = Key(stringValue: key)
        guard try isPresent(name) else { return nil }
        do {
            let object = try container.nestedContainer(keyedBy: Key.self, forKey: name)
            return EventFields(object, path: path + key + ".", members: members)
        } catch {
            throw mismatch(key, expected: "an object")
        }
    }

    /// An element of a list.
    enum Element {
        /// Cleaned as ``EventText`` says.
        case text(String)
        case number(Decimal)
        case object(EventFields)
    }

    /// The elements of a list of so many texts, numbers and objects.
    ///
    /// - Parameters:
    ///   - noun: What the elements are, for errors.
    ///   - textLimit: The longest text, in characters.
    func list(
        _ key: String, of count: ClosedRange<Int>, _ noun: String, textLimit: Int = 0
    ) throws(EventError) -> [Element]? {
        let name = Key(stringValue: key)
        guard try isPresent(name) else { return nil }
        let (least, most) = (count.lowerBound, count.upperBound)
        let expected = "a list of \(least == most ? "\(least)" : "\(least) to \(most)") \(noun)"
        guard var list = try? container.nestedUnkeyedContainer(forKey: name) else {
            throw mismatch(key, expected: expected)
        }
        guard count.contains(list.count ?? 0) else {
            throw error(key, "expected \(expected), found \(list.count ?? 0)")
        }
        var elements: [Element] = []
        while !list.isAtEnd {
            let place = "\(key)[\(elements.count)]"
            if let object = try? list.nestedContainer(keyedBy: Key.self) {
                elements.append(.object(EventFields(object, path: "\(path)\(place).", members: members)))
            } else if let text = try? list.decode(String.self) {
                elements.append(.text(try clean(text, limit: textLimit, at: place)))
            } else if let number = try? list.decode(Decimal.self) {
                elements.append(.number(number))
            } else {
                throw error(place, "expected one of \(noun)")
            }
        }
        return elements
    }
}

// MARK: - Reading

extension EventFields {
    private func isPresent(_ key: Key) throws(EventError) -> Bool {
        do {
            return keys.contains(key.stringValue) ? try !container.decodeNil(forKey: key) : false
        } catch {
            throw EventError(path + key.stringValue, "not valid JSON")
        }
    }

    private func read<Value: Decodable>(
        _ key: String, _ type: Value.Type, expected: @autoclosure () -> String
    ) throws(EventError) -> Value? {
        // Most keys of a type are absent from most events, and a short list is asked sooner than the decoder.
        guard keys.contains(key) else { return nil }
        do {
            return try container.decodeIfPresent(type, forKey: Key(stringValue: key))
        } catch {
            // The decoder's own sentence speaks of Swift types; this one of what the writer sees.
            throw mismatch(key, expected: expected())
        }
    }

    private func mismatch(_ key: String, expected: String) -> EventError {
        EventError(path + key, "expected \(expected), found \(found(Key(stringValue: key)))")
    }

    /// What is there, in the writer's words. Asks for one kind after the other: a failure is the answer "not this".
    private func found(_ key: Key) -> String {
        if let text = try? container.decode(String.self, forKey: key) { return quoted(text) }
        if let number = try? container.decode(Decimal.self, forKey: key) { return "\(number)" }
        if let flag = try? container.decode(Bool.self, forKey: key) { return "\(flag)" }
        if (try? container.nestedContainer(keyedBy: Key.self, forKey: key)) != nil { return "an object" }
        if (try? container.nestedUnkeyedContainer(forKey: key)) != nil { return "a list" }
        return "a value that can't be read"
    }
}
