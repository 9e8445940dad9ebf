import MediaModel
public import Foundation

/// Writes what the control API tells of a show, or describes it: a layer says its members once, in a function that either may
/// visit.
public protocol ShowReport {
    mutating func text(_ key: StaticString, _ value: String)
    mutating func text(_ key: StaticString, _ value: String?)
    /// A text, or an object with one for each of its languages.
    mutating func text(_ key: StaticString, _ value: LocalizedText)
    mutating func text(_ key: StaticString, _ value: LocalizedText?)
    /// One of a few words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: StaticString, _ value: Choice)
    /// A number that isn't negative.
    mutating func count(_ key: StaticString, _ value: Int, _ about: String)
    mutating func count(_ key: StaticString, _ value: Int?, _ about: String)
    mutating func decimal(_ key: StaticString, _ value: Decimal)
    mutating func decimal(_ key: StaticString, _ value: Decimal?)
    mutating func flag(_ key: StaticString, _ value: Bool)
    /// The instant of a tick, as media time and by the clock on the wall.
    mutating func instant(_ key: StaticString, tick: Int?)
    mutating func instant(_ key: StaticString, _ value: WallTime?)
    mutating func texts(_ key: StaticString, _ values: [LocalizedText]?)
    /// - Parameter name: Of its schema, for objects that stand in several places.
    mutating func object<Value>(
        _ key: StaticString, _ value: Value?, named name: String?, _ body: (inout Self, Value) -> Void)
    mutating func objects<Value>(
        _ key: StaticString, _ values: [Value], named name: String?, _ about: String,
        _ body: (inout Self, Value) -> Void)
    /// Members below a key.
    mutating func group(_ key: StaticString, _ body: (inout Self) -> Void)
}

extension ShowReport {
    public mutating func object<Value>(
        _ key: StaticString, _ value: Value?, _ body: (inout Self, Value) -> Void
    ) { object(key, value, named: nil, body) }

    public mutating func count(_ key: StaticString, _ value: Int) { count(key, value, "") }
    public mutating func count(_ key: StaticString, _ value: Int?) { count(key, value, "") }
}

extension ShowState {
    /// Tells of all types of layers, in their order.
    public func write(to report: inout some ShowReport) {
        for type in LayerType.allCases { type.descriptor.report(self, to: &report) }
    }
}
