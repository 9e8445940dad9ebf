import Captions
import MediaModel
import Show

/// Fills the keys that a type visits from a map of a preset, and reports what is wrong with them.
struct FieldKeys: PresetKeys {
    private let field: Field
    private let map: FieldMap
    /// Whether the map says nothing, as a key that it needs is missing or wrong: what may be left out isn't looked at.
    private(set) var isUnusable = false
    /// Whether such a key is missing.
    private var isLacking = false
    /// What was asked for, in that order.
    private(set) var names: [String] = []
    /// Whether a key that is needed makes the map unusable; a layer's own keys are all looked at.
    private let isWhole: Bool

    /// - Parameter isWhole: Whether the map is a value by itself, of no use without the keys that it needs.
    init(_ map: FieldMap, of field: Field, isWhole: Bool) {
        (self.map, self.field, self.isWhole) = (map, field, isWhole)
    }

    private mutating func read<Value>(_ key: String, _ value: inout Value, _ reader: (Field) -> Value?) {
        names.append(key)
        guard !isUnusable else { return }
        map.read(key, into: &value, reader)
    }

    /// Reads a key that there may have to be.
    private mutating func read<Value>(
        _ key: String, _ value: inout Value?, isRequired: Bool, _ reader: (Field) -> Value?
    ) {
        names.append(key)
        // What is needed besides is looked at too, but not beside something that isn't there.
        guard isRequired ? !isLacking : !isUnusable else { return }
        guard let given = map[key] else {
            if isRequired {
                field.report("\(key) is missing")
                (isLacking, isUnusable) = (isWhole, isWhole)
            }
            return
        }
        if let read = reader(given) { value = read } else if isRequired && isWhole { isUnusable = true }
    }

    mutating func flag(_ key: String, _ value: inout Bool, _ about: String) { read(key, &value) { $0.flag() } }

    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>, _ about: String) {
        read(key, &value) { $0.integer(in: range) }
    }

    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>, _ about: String) {
        read(key, &value) { $0.number(in: range) }
    }

    mutating func percent(
        _ key: String, _ value: inout Double?, in range: ClosedRange<Double>, orZero: Bool, _ about: String
    ) {
        read(key, &value, isRequired: false) { orZero && $0.scalarText == "0%" ? 0 : $0.percent(in: range) }
    }

    mutating func duration(
        _ key: String, _ value: inout MediaTime?, inMilliseconds range: ClosedRange<Int>, _ about: String
    ) { read(key, &value, isRequired: false) { $0.duration(inMilliseconds: range) } }

    mutating func text(
        _ key: String, _ value: inout String?, upTo limit: Int, isRequired: Bool, _ about: String
    ) { read(key, &value, isRequired: isRequired) { $0.text(upTo: limit) } }

    mutating func localizedText(
        _ key: String, _ value: inout LocalizedText?, upTo limit: Int, isRequired: Bool, _ about: String
    ) { read(key, &value, isRequired: isRequired) { $0.localizedText(upTo: limit) } }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: inout Choice?, isRequired: Bool, _ about: String
    ) { read(key, &value, isRequired: isRequired) { $0.choice(of: Choice.self) } }

    mutating func color(_ key: String, _ value: inout Color, isRequired: Bool, _ about: String) {
        var given: Color?
        read(key, &given, isRequired: isRequired) { $0.color() }
        value = given ?? value
    }

    mutating func image(_ key: String, _ value: inout ImageFile?, isRequired: Bool, _ about: String) {
        read(key, &value, isRequired: isRequired) { $0.image() }
    }

    mutating func timeZone(_ key: String, _ value: inout String?, _ about: String) {
        read(key, &value, isRequired: false) { $0.timeZone() }
    }

    mutating func language(_ key: String, _ value: inout LanguageTag?, _ about: String) {
        read(key, &value, isRequired: false) { $0.language() }
    }

    mutating func inset(_ key: String, _ value: inout Inset, _ about: String) { read(key, &value) { $0.inset() } }

    mutating func end(
        _ key: String, _ value: inout EndTime?, inMilliseconds range: ClosedRange<Int>, _ about: String
    ) {
        read(key, &value, isRequired: false) { field in
            if let instant = field.scalarText.flatMap({ WallTime(rfc3339: $0) }) { return .wallTime(instant) }
            return field.duration(inMilliseconds: range).map { .duration($0) }
        }
    }

    mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ values: inout [Choice], of count: ClosedRange<Int>, _ about: String
    ) {
        read(key, &values) { field in field.list(of: count, key)?.compactMap { $0.choice(of: Choice.self) } }
    }

    mutating func colors(_ key: String, _ values: inout [Color], of count: ClosedRange<Int>, _ about: String) {
        read(key, &values) { field in field.list(of: count, "colours")?.compactMap { $0.color() } }
    }

    mutating func localizedTexts(
        _ key: String, _ values: inout [LocalizedText], of count: ClosedRange<Int>, upTo limit: Int, _ about: String
    ) {
        read(key, &values) { field in field.list(of: count, key)?.compactMap { $0.localizedText(upTo: limit) } }
    }

    // MARK: - Maps

    mutating func map<Value>(
        _ key: String, _ value: inout Value, named name: String?, _ about: String,
        _ visit: (inout FieldKeys, inout Value) -> Void
    ) {
        let base = value
        read(key, &value) { $0.map(over: base, visit) }
    }

    mutating func map<Value>(
        _ key: String, _ value: inout Value?, over base: Value, named name: String?, _ about: String,
        _ visit: (inout FieldKeys, inout Value) -> Void
    ) { read(key, &value, isRequired: false) { $0.map(over: base, visit) } }

    mutating func maps<Value>(
        _ key: String, _ values: inout [Value], of count: ClosedRange<Int>, over base: Value, _ about: String,
        _ visit: (inout FieldKeys, inout Value) -> Void
    ) {
        read(key, &values) { field in field.list(of: count, key)?.compactMap { $0.map(over: base, visit) } }
    }

    func isGiven(_ key: String) -> Bool { map[key] != nil }

    func report(_ message: String, at keys: String...) {
        (keys.lazy.compactMap { map[$0] }.first ?? field).report(message)
    }

    func checkFont(of style: LayerStyle, at keys: String...) {
        guard let complaint = field.problems.fontCheck?(style.face) else { return }
        (keys.lazy.compactMap { map[$0] }.first ?? field).report(complaint)
    }
}

extension Field {
    /// A map whose keys lie over what `base` has; `nil`, with a report, if it lacks a key that it needs.
    func map<Value>(over base: Value, _ visit: (inout FieldKeys, inout Value) -> Void) -> Value? {
        guard let (value, isUnusable) = visited(over: base, isWhole: true, visit), !isUnusable else { return nil }
        return value
    }

    /// A layer of its box' keys and its own.
    func layer<Kind: LayerDescriptor>(_ type: Kind.Type) -> Layer? {
        visited(over: Kind.standard, isWhole: false) { keys, layer in
            layer.box.visit(&keys, without: Kind.unusedBoxKeys)
            layer.visit(&keys)
            if !keys.isGiven("style") { keys.checkFont(of: layer.box.style) }
        }?.value.layer
    }

    private func visited<Value>(
        over base: Value, isWhole: Bool, _ visit: (inout FieldKeys, inout Value) -> Void
    ) -> (value: Value, isUnusable: Bool)? {
        // What the keys are called has to be known before any is read, for those that are unknown.
        let silent = Field(value: value, path: path, problems: Problems(file: ""))
        var (names, ignored) = (FieldKeys(FieldMap(fields: [:]), of: silent, isWhole: false), base)
        visit(&names, &ignored)
        guard let map = map(names.names) else { return nil }
        var (keys, value) = (FieldKeys(map, of: self, isWhole: isWhole), base)
        visit(&keys, &value)
        return (value, keys.isUnusable)
    }
}
