extension DateRange {
    /// In bytes of a quoted text; a playlist is fetched twice a second by every viewer.
    public static let textLimit = 512

    /// A text as an attribute can hold it, whoever wrote it: without quotes, ends of lines and other control characters,
    /// and no longer than `limit` bytes, cut between characters.
    ///
    /// RFC 8216bis 4.2 has no way to escape them. Quotes become typographic ones (”), control characters spaces.
    public static func quotable(_ text: String, limit: Int = textLimit) -> String {
        var result = ""
        var count = 0
        for character in text {
            var scalars = String.UnicodeScalarView()
            for scalar in character.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator:
                    // One space for an end of a line and an indent.
                    if scalars.last != " " && !(scalars.isEmpty && result.last == " ") { scalars.append(" ") }
                default: scalars.append(scalar == "\"" ? "\u{201d}" : scalar)
                }
            }
            count += String(scalars).utf8.count
            guard count <= limit else { break }
            result.unicodeScalars += scalars
        }
        return result
    }
}
