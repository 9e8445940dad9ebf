public import Foundation

/// Where a show is read from.
public enum MediaLocation: Hashable, Sendable {
    /// Its multivariant playlist, over HTTP.
    case url(URL)
    /// The folder it was written to.
    case folder(path: String)

    /// - Parameter text: As typed: an http or https address, or a path.
    /// - Returns: `nil` for an address of another kind.
    public init?(_ text: String) {
        guard text.contains("://") else {
            self = .folder(path: text)
            return
        }
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host != nil
        else { return nil }
        self = .url(url)
    }
}
