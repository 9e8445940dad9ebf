import Foundation

/// Numbers as sentences have them.
enum Spoken {
    static func tenths(_ number: Double) -> String { String(format: "%.1f", number) }
    static func signed(_ number: Double) -> String { String(format: "%+.1f", number) }
    static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
    static func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1_000).rounded())) ms" }
}
