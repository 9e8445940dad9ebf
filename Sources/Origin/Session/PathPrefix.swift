/// The beginning of all paths of ours as the world knows them, which a proxy may hand on with them or take away.
package struct PathPrefix: Hashable, Sendable {
    /// Empty, or beginning with a slash and not ending with one, e.g. `/live/42`.
    private let text: String

    package init(_ text: String) { self.text = text }

    /// The rest of a request's target behind the prefix; `nil` if the target isn't below it.
    func rest(of target: String) -> String? {
        guard !text.isEmpty, target.utf8.starts(with: text.utf8) else { return nil }
        let rest = target[target.utf8.index(target.startIndex, offsetBy: text.utf8.count)...]
        if rest.utf8.first == UInt8(ascii: "/") { return String(rest) }
        return rest.isEmpty || rest.utf8.first == UInt8(ascii: "?") ? "/" + rest : nil
    }
}
