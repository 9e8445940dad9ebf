/// What is measured, as Prometheus reads it: its text-based exposition format, version 0.0.4.
///
/// Names are made of letters, digits and `_`; a label's value and a help may be any text.
public struct MetricsText: Sendable {
    /// Of the content that ``text`` is.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    public enum Kind: String, Sendable {
        /// Only ever grows.
        case counter
        case gauge
        /// How values are distributed: quantiles, their sum and their number.
        case summary
    }

    /// All that is measured by one name.
    private struct Family {
        let kind: Kind
        let help: String
        /// Lines by what tells them apart: labels.
        var series: [String: String] = [:]
    }

    private var families: [String: Family] = [:]

    public init() {}

    /// Adds a number. Of two with one name and the same labels the last counts.
    public mutating func add(
        _ kind: Kind, _ name: String, _ help: String, _ value: Double, _ labels: [(name: String, value: String)] = []
    ) {
        let text = labels.sorted { $0.name < $1.name }.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            .joined(separator: ",")
        let braced = text.isEmpty ? "" : "{\(text)}"
        families[name, default: Family(kind: kind, help: help)].series[text] =
            "\(name)\(braced) \(Self.number(value))\n"
    }

    /// Adds a summary of values.
    public mutating func add(_ name: String, _ help: String, _ values: Distribution) {
        let quantiles = [0.5, 0.95, 0.99].map { share in
            "\(name){quantile=\"\(share)\"} \(Self.number(values.quantile(share)))\n"
        }
        families[name, default: Family(kind: .summary, help: help)].series[""] =
            quantiles.joined() + "\(name)_sum \(Self.number(values.sum))\n\(name)_count \(values.count)\n"
    }

    /// All of it, in the order of names and labels.
    public var text: String {
        families.sorted { $0.key < $1.key }.map { name, family in
            "# HELP \(name) \(Self.escapedHelp(family.help))\n# TYPE \(name) \(family.kind.rawValue)\n"
                + family.series.sorted { $0.key < $1.key }.map(\.value).joined()
        }.joined()
    }

    /// A label's value, without the quotes around it.
    private static func escaped(_ text: String) -> String { escapedHelp(text).replacing("\"", with: "\\\"") }

    /// What is said of a family: it may have quotes.
    private static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
