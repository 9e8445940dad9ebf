public import Broadcast
import Foundation

/// What people get who open a show's address in a browser, besides the show.
public struct PageContent: Sendable {
    /// The shop's own page; `nil` for the program's.
    public var site: PageFolder?
    /// What plays HLS where browsers don't; `nil` if nobody named one.
    public var playerScript: PlayerScript?

    public init(site: PageFolder? = nil, playerScript: PlayerScript? = nil) {
        (self.site, self.playerScript) = (site, playerScript)
    }
}

/// hls.js, from where the operator says.
public struct PlayerScript: Sendable {
    enum Place: Sendable {
        case address(URL)
        case file([UInt8])
    }

    static let byteLimit = 8 << 20

    let place: Place
    /// Whether it is a module, whose default export is the player, rather than a script that makes `Hls`.
    let isModule: Bool

    /// - Parameter text: An address with http or https, or the name of a file, which is read. Blocks.
    /// - Throws: ``JobError`` for anything else, a file that can't be read, and one of more than 8 MiB.
    public init(_ text: String) throws(JobError) {
        if text.contains("://") {
            guard let url = URL(string: text), url.scheme == "https" || url.scheme == "http", url.host() != nil,
                url.user == nil, url.fragment() == nil, !text.contains(where: { "\"'<> ;,".contains($0) })
            else {
                throw JobError(
                    .usage, "--player-script \(text): expected https://host/path of hls.js, or the name of a file")
            }
            (place, isModule) = (.address(url), url.path().hasSuffix(".mjs"))
        } else {
            guard let bytes = PageFolder.read(text, atMost: Self.byteLimit), !bytes.isEmpty else {
                throw JobError(
                    .inputNotFound,
                    "--player-script \(text): it can't be read, is empty, or has more than \(Self.byteLimit >> 20) MiB")
            }
            (place, isModule) = (.file(bytes), text.hasSuffix(".mjs"))
        }
    }

    /// Where pages find it, relative to the show's folder.
    var address: String {
        switch place {
        case .address(let url): url.absoluteString
        case .file: isModule ? "page/hls.mjs" : "page/hls.js"
        }
    }

    /// Scheme, host and port of one that comes from elsewhere, as a policy names them (CSP 3, 2.3.1).
    var origin: String? {
        guard case .address(let url) = place, let scheme = url.scheme, let host = url.host() else { return nil }
        return "\(scheme)://\(host.contains(":") ? "[\(host)]" : host)\(url.port.map { ":\($0)" } ?? "")"
    }
}
