import HLS

/// An instant of the show by the wall clock, as RFC 3339 has it.
enum ProgramTime {
    /// - Parameter milliseconds: Since 1970.
    static func text(_ milliseconds: Int64) -> String {
        "\(ProgramDateTime(millisecondsSince1970: milliseconds))"
    }
}
