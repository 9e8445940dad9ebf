import Pictures

/// `GET /`: a page that plays the show, with its address and a QR code of it for a phone. It loads nothing from elsewhere.
enum PlayerPage {
    static func html(playURL: String) -> String {
        String(decoding: PackageResources.player_html, as: UTF8.self)
            .replacing("{{URL}}", with: escaped(playURL))
            .replacing("{{QR}}", with: (try? QRCode(playURL)).map(svg) ?? "")
    }

    private static func svg(_ code: QRCode) -> String {
        let size = code.side + 2 * QRCode.quietZone
        var path = ""
        for (index, isDark) in code.modules.enumerated() where isDark {
            path += "M\(index % code.side + QRCode.quietZone) \(index / code.side + QRCode.quietZone)h1v1h-1z"
        }
        return "<svg viewBox=\"0 0 \(size) \(size)\" role=\"img\" aria-label=\"QR code of the address\" "
            + "shape-rendering=\"crispEdges\"><path d=\"\(path)\"/></svg>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
