import Access
import Crypto
import Foundation

/// Who is told, and of what: an address, after whose `#` may stand which events it wants, e.g.
/// `https://shop.example/hooks#events=source,finished`. What comes after a `#` never goes to a server.
package struct WebhookSubscriber: Hashable, Sendable {
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Without what was after the `#`. Its path and query may be secret.
    let address: String
    /// What people are told it is called: scheme, host and port.
    package let name: String
    /// Whether everybody on the way can read what is sent.
    package let isUnencrypted: Bool
    private let types: Set<WebhookEventType>

    /// - Throws: ``Failure``, which shows nothing of the address but its beginning.
    package init(_ text: String) throws(Failure) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        address = String(parts[0])
        guard let url = URLComponents(string: address), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = url.host, !host.isEmpty
        else {
            throw Failure(
                description: "expected an address such as https://shop.example/hooks#events=source,finished")
        }
        name = "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        guard url.user == nil, url.password == nil else {
            throw Failure(
                description: "\(name): a user and a password don't belong here; the signature shows who sends")
        }
        guard url.port.map({ 1...65_535 ~= $0 }) ?? true else {
            throw Failure(description: "\(name): expected a port from 1 to 65535")
        }
        isUnencrypted = scheme == "http" && !LoopbackHost.matches(host)
        types = parts.count == 1 ? Set(WebhookEventType.allCases.filter(\.isUsual)) : try Self.types(parts[1], name)
    }

    /// Whether it is told of events of this type. Of those that it missed it is always told.
    func wants(_ type: WebhookEventType) -> Bool { type == .dropped || types.contains(type) }

    /// Whether both tell the same receiver, who has one outbox.
    package func isSameAddress(as other: WebhookSubscriber) -> Bool { address == other.address }

    /// What its outbox is called, so that the address, which may be secret, stands on no disk.
    var fingerprint: String {
        SHA256.hash(data: Data(address.utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()
    }

    private static func types(_ fragment: Substring, _ name: String) throws(Failure) -> Set<WebhookEventType> {
        let usable = WebhookEventType.allCases.filter { $0 != .dropped }
        guard fragment.hasPrefix("events=") else {
            throw Failure(description: "\(name)#\(fragment): expected #events= and names with commas between them")
        }
        var types: Set<WebhookEventType> = []
        for word in fragment.dropFirst("events=".count).split(separator: ",", omittingEmptySubsequences: false) {
            if word == "all" {
                types.formUnion(usable)
                continue
            }
            guard let type = WebhookEventType(rawValue: String(word)), type != .dropped else {
                let names = usable.map(\.rawValue).joined(separator: ", ")
                throw Failure(description: "\(name)#events=: there is no event \"\(word)\"; expected all, or \(names)")
            }
            types.insert(type)
        }
        return types
    }
}
