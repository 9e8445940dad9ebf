import HLS

/// Who may watch a show that isn't for everybody.
///
/// A viewer comes in once, with a token, and is sent to `/s/<session>/`: below it stands all that the show has, and as its addresses are
/// relative, players carry the session along without knowing of it.
protocol ViewerGate {
    /// Why this session sees nothing; `nil` if it may watch. Asked for each request, so it must be cheap.
    func refusal(of session: Substring) -> RequestRefusal?
}

/// Where a request stands towards a gate.
enum GatedPath: Equatable {
    /// Below a session; the rest begins with a slash and has the query.
    case inside(session: Substring, rest: String)
    /// With a token, which takes longer to look at: it is handed on.
    case join
    /// Whoever has neither: the show's files and its page are closed to them.
    case outside

    /// - Parameter target: With its query, without a prefix that only the world knows.
    init(_ target: String) {
        // Bytes, as each request of each viewer comes by here.
        let bytes = target.utf8
        if bytes.starts(with: "/s/".utf8) {
            let start = bytes.index(bytes.startIndex, offsetBy: 3)
            let end =
                bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.endIndex
            let hasSlash = end < bytes.endIndex && bytes[end] == UInt8(ascii: "/")
            self = .inside(session: target[start..<end], rest: hasSlash ? String(target[end...]) : "/" + target[end...])
        } else if bytes.starts(with: "/t/".utf8) || Self.hasToken(target) {
            self = .join
        } else {
            self = .outside
        }
    }

    private static func hasToken(_ target: String) -> Bool {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")), ["/", "/master.m3u8"].contains(target[..<mark])
        else { return false }
        return target[target.utf8.index(after: mark)...].split(separator: "&").contains { $0.hasPrefix("token=") }
    }
}

extension RequestRefusal {
    /// Of who comes without a session, to what isn't for everybody.
    static let noSession = RequestRefusal(
        401, "this show isn't for everybody: come in with a token, by /master.m3u8?token=…")
}
