public import Captions
public import MediaModel

/// Goes through the keys of a preset's map, with the value of each, its limits and what it means.
///
/// A type says its keys once, in a function that any of these may visit: one fills them from a file, another describes them
/// (``PresetSchemaKeys``). The values that a visitor finds are the defaults.
public protocol PresetKeys {
    mutating func flag(_ key: String, _ value: inout Bool, _ about: String)
    mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>, _ about: String)
    mutating func number(_ key: String, _ value: inout Double, in range: ClosedRange<Double>, _ about: String)
    /// Percent, as in `4%`; `nil` where there is no default.
    ///
    /// - orZero: Whether 0% is allowed besides.
    mutating func percent(
        _ key: String, _ value: inout Double?, in range: ClosedRange<Double>, orZero: Bool, _ about: String)
    mutating func duration(
        _ key: String, _ value: inout MediaTime?, inMilliseconds range: ClosedRange<Int>, _ about: String)
    mutating func text(
        _ key: String, _ value: inout String?, upTo limit: Int, isRequired: Bool, _ about: String)
    /// What viewers read: text, or a map with one for each of some languages.
    mutating func localizedText(
        _ key: String, _ value: inout LocalizedText?, upTo limit: Int, isRequired: Bool, _ about: String)
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: inout Choice?, isRequired: Bool, _ about: String)
    mutating func color(_ key: String, _ value: inout Color, isRequired: Bool, _ about: String)
    /// A picture in the preset's folder or below.
    mutating func image(_ key: String, _ value: inout ImageFile?, isRequired: Bool, _ about: String)
    /// As in the tz database.
    mutating func timeZone(_ key: String, _ value: inout String?, _ about: String)
    /// As BCP 47 names it.
    mutating func language(_ key: String, _ value: inout LanguageTag?, _ about: String)
    /// Two percentages, across and down.
    mutating func inset(_ key: String, _ value: inout Inset, _ about: String)
    /// A duration, or an absolute time.
    mutating func end(_ key: String, _ value: inout EndTime?, inMilliseconds range: ClosedRange<Int>, _ about: String)

    mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ values: inout [Choice], of count: ClosedRange<Int>, _ about: String)
    mutating func colors(_ key: String, _ values: inout [Color], of count: ClosedRange<Int>, _ about: String)
    mutating func localizedTexts(
        _ key: String, _ values: inout [LocalizedText], of count: ClosedRange<Int>, upTo limit: Int, _ about: String)

    /// A map whose keys lie over what `value` has.
    ///
    /// - Parameter name: Of its definition, for maps that several keys have.
    mutating func map<Value>(
        _ key: String, _ value: inout Value, named name: String?, _ about: String,
        _ visit: (inout Self, inout Value) -> Void)
    /// A map that may be absent. What it has in place of keys that are left out, `base` says.
    mutating func map<Value>(
        _ key: String, _ value: inout Value?, over base: Value, named name: String?, _ about: String,
        _ visit: (inout Self, inout Value) -> Void)
    /// A list of maps, each over `base`.
    mutating func maps<Value>(
        _ key: String, _ values: inout [Value], of count: ClosedRange<Int>, over base: Value, _ about: String,
        _ visit: (inout Self, inout Value) -> Void)

    /// Whether a file has a key; never, for who only describes them.
    func isGiven(_ key: String) -> Bool
    /// Complains about the first of these keys that is given, or about the map.
    func report(_ message: String, at keys: String...)
    /// Complains that a font isn't there, at the first of these keys that is given, or at the map.
    func checkFont(of style: LayerStyle, at keys: String...)
}

extension PresetKeys {
    public mutating func percent(
        _ key: String, _ value: inout Double, in range: ClosedRange<Double>, orZero: Bool = false, _ about: String
    ) {
        var given: Double? = value
        percent(key, &given, in: range, orZero: orZero, about)
        value = given ?? value
    }

    public mutating func duration(
        _ key: String, _ value: inout MediaTime, inMilliseconds range: ClosedRange<Int>, _ about: String
    ) {
        var given: MediaTime? = value
        duration(key, &given, inMilliseconds: range, about)
        value = given ?? value
    }

    public mutating func text(
        _ key: String, _ value: inout String?, upTo limit: Int, _ about: String
    ) { text(key, &value, upTo: limit, isRequired: false, about) }

    public mutating func text(
        _ key: String, _ value: inout String, upTo limit: Int, isRequired: Bool = false, _ about: String
    ) {
        var given: String? = isRequired ? nil : value
        text(key, &given, upTo: limit, isRequired: isRequired, about)
        value = given ?? value
    }

    public mutating func localizedText(
        _ key: String, _ value: inout LocalizedText?, upTo limit: Int, _ about: String
    ) { localizedText(key, &value, upTo: limit, isRequired: false, about) }

    /// Words that there must be.
    public mutating func localizedText(
        _ key: String, _ value: inout LocalizedText, upTo limit: Int, _ about: String
    ) {
        var given: LocalizedText?
        localizedText(key, &given, upTo: limit, isRequired: true, about)
        value = given ?? value
    }

    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: inout Choice?, _ about: String
    ) { choice(key, &value, isRequired: false, about) }

    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: inout Choice, isRequired: Bool = false, _ about: String
    ) {
        var given: Choice? = isRequired ? nil : value
        choice(key, &given, isRequired: isRequired, about)
        value = given ?? value
    }

    public mutating func image(_ key: String, _ value: inout ImageFile?, _ about: String) {
        image(key, &value, isRequired: false, about)
    }

    /// A picture that there must be.
    public mutating func image(_ key: String, _ value: inout ImageFile, _ about: String) {
        var given: ImageFile?
        image(key, &given, isRequired: true, about)
        value = given ?? value
    }
}
