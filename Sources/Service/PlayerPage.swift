import Access
import Broadcast
import HLS
import ImageCodecs
import Origin

/// `GET /`: a page that plays the show, with its address and a QR code of it for a phone. It loads nothing from elsewhere.
struct PlayerPage {
    /// What people open.
    let playURL: String
    /// Whether that holds whatever name the page was reached by; else the page itself knows better, behind a proxy.
    let isFixed: Bool
    let pictures: ShowPictures

    /// - Parameters:
    ///   - host: What the request's Host field says.
    ///   - own: The listener's address, as this machine knows it.
    ///   - pictures: What the show has now.
    init(
        asked host: String?, of configuration: OriginServer.Configuration, own: String,
        pictures: ShowPictures = ShowPictures()
    ) {
        self.pictures = pictures
        isFixed = configuration.publicAddress != nil
        if let address = configuration.publicAddress {
            playURL = address.playURL
        } else if let asked = PublicAddress(host: host, isSecure: configuration.tls != nil), !Self.isOnlyHere(host) {
            playURL = asked.playURL
        } else {
            // Who looks at the page on this machine needs an address for others.
            playURL = "\(own)/master.m3u8"
        }
    }

    private static func isOnlyHere(_ host: String?) -> Bool {
        let name = ControlAccess.host(of: host ?? "")
        return LoopbackHost.matches(name) || name == "0.0.0.0" || name == "[::]"
    }

    var html: String {
        String(decoding: PackageResources.player_html, as: UTF8.self)
            .replacing("{{URL}}", with: Self.escaped(playURL))
            .replacing("{{FIXED}}", with: isFixed ? "true" : "false")
            .replacing("{{QR}}", with: Self.code(of: playURL) ?? "")
            .replacing("{{POSTER}}", with: pictures.hasPoster ? " poster=\"\(PresentationNames.poster)\"" : "")
            .replacing("{{SHARED}}", with: shared)
            .replacing("{{STORYBOARD}}", with: pictures.hasStoryboard ? " data-storyboard=\"\(Storyboard.list)\"" : "")
    }

    /// What networks show of a link to the page (The Open Graph protocol): they want whole addresses.
    private var shared: String {
        guard pictures.hasPoster, playURL.hasSuffix("/master.m3u8") else { return "" }
        let folder = Self.escaped(String(playURL.dropLast("master.m3u8".count)))
        return
            "<meta property=\"og:type\" content=\"video.other\">\n<meta property=\"og:title\" content=\"Tatecast\">\n"
            + "<meta property=\"og:url\" content=\"\(folder)\">\n"
            + "<meta property=\"og:image\" content=\"\(folder)\(PresentationNames.poster)\">\n"
            + "<meta name=\"twitter:card\" content=\"summary_large_image\">\n"
    }

    /// The QR code of a playlist's address, as an SVG picture; `nil` if it is none, or too long for a phone to read.
    static func code(of address: String) -> String? {
        guard address.hasSuffix("/master.m3u8"), address.utf8.count <= 512,
            PublicAddress(String(address.dropLast("/master.m3u8".count))) != nil
        else { return nil }
        return (try? QRCode(address)).map(svg)
    }

    private static func svg(_ code: QRCode) -> String {
        let size = code.side + 2 * QRCode.quietZone
        var path = ""
        for (index, isDark) in code.modules.enumerated() where isDark {
            path += "M\(index % code.side + QRCode.quietZone) \(index / code.side + QRCode.quietZone)h1v1h-1z"
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size) \(size)\" role=\"img\" "
            + "aria-label=\"QR code of the address\" shape-rendering=\"crispEdges\"><path d=\"\(path)\"/></svg>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
