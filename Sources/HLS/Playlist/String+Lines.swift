extension String {
    /// Whether a line of a playlist begins with some text.
    ///
    /// By its bytes: lines may end with CR LF (RFC 8216bis 4.1), which to Swift is one character, and no line feed.
    package func hasLine(_ start: String) -> Bool {
        utf8.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: start.utf8) }
    }
}
