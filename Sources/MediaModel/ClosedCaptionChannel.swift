/// One of the four caption services that line 21 of analogue television had, and that pictures still carry today (CEA-608).
///
/// Its name is what players know it by (INSTREAM-ID, RFC 8216bis 4.4.6.1).
public enum ClosedCaptionChannel: String, Codable, CaseIterable, Hashable, Sendable {
    /// The first of field 1: the language that is spoken, as a rule.
    case cc1 = "CC1"
    case cc2 = "CC2"
    /// The first of field 2: the second language, as a rule.
    case cc3 = "CC3"
    case cc4 = "CC4"
}

extension ClosedCaptionChannel: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
