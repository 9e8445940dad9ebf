import Foundation

/// What the viewer's page is known by to the audience's limits: a name by chance, and when it was given. It says nothing of a person.
struct VisitorPass: Hashable, Sendable {
    let id: UInt64
    /// In seconds since 1970.
    let issued: Int64
}

/// Gives visitors their passes, as the value of a cookie that nobody else can sign; nothing is kept of them. Any thread.
///
/// A ``SignedText``: when it was given (4 bytes), its name (8), and a signature of 12.
struct VisitorPasses: Sendable {
    static let cookieName = "tatecast_visitor"
    /// How long one is good, in seconds: a show, and the next one on the same day.
    static let lifetime: Int64 = 43_200

    private let texts: SignedText

    /// - Parameter secret: Signs them, so that they outlast a restart and other origins of the show know them; `nil` for one that only
    ///   this process knows.
    init(secret: String?) {
        // Not the key that sessions are signed with, though it comes from the same secret.
        texts = SignedText(secret: secret.map { "visitor\n\($0)" }, contentLength: 12, signatureLength: 12)
    }

    /// A new one.
    ///
    /// - Parameter now: In seconds since 1970.
    func make(at now: Int64, id: UInt64 = .random(in: .min ... .max)) -> (pass: VisitorPass, text: String) {
        let time = UInt32(clamping: now)
        var content = Data((0..<4).map { UInt8(truncatingIfNeeded: time >> (24 - 8 * $0)) })
        content += Data((0..<8).map { UInt8(truncatingIfNeeded: id >> (56 - 8 * $0)) })
        return (VisitorPass(id: id, issued: Int64(time)), texts.text(of: content))
    }

    /// - Returns: `nil` for one that isn't ours, or whose time is over.
    func check(_ text: Substring, at now: Int64) -> VisitorPass? {
        guard let content = texts.content(of: text) else { return nil }
        let issued = content.prefix(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard (issued - 60...issued + Self.lifetime).contains(now) else { return nil }
        return VisitorPass(id: content.dropFirst(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }, issued: issued)
    }

    /// The pass among a request's cookies (RFC 6265, 4.2.1).
    func find(in cookies: String?, at now: Int64) -> VisitorPass? {
        guard let cookies, cookies.utf8.count <= 8_192 else { return nil }
        for item in cookies.split(separator: ";") {
            let parts = item.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == Self.cookieName else { continue }
            let value = parts[1].trimmingCharacters(in: .whitespaces)
            if let pass = check(value[...], at: now) { return pass }
        }
        return nil
    }
}
