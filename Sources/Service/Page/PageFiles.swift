import HTTPTypes
import NIOCore
import Origin

/// The files of the viewer's page, which are part of the program, and what a browser may do with them.
enum PageFiles {
    static let script = "text/javascript; charset=utf-8"

    /// By their paths. `/player.js` is for shops' own pages as well.
    static let own: [String: PageFolder.File] = [
        "/player.js": .init(type: script, bytes: PackageResources.watch_js),
        "/page/viewer.js": .init(type: script, bytes: PackageResources.viewer_js),
        "/page/words.js": .init(type: script, bytes: PackageResources.words_js),
        "/page/viewer.css": .init(type: "text/css; charset=utf-8", bytes: PackageResources.viewer_css),
    ]

    /// What the own page may do: play what we send, and load hls.js from where the operator says.
    static func policy(for script: PlayerScript?) -> String {
        let scripts = ["'self'", script?.origin].compactMap(\.self).joined(separator: " ")
        return
            "default-src 'none'; script-src \(scripts); style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
            + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'"
    }

    /// What all answers of the page say of themselves.
    static func fields(_ type: String, byteCount: Int, cacheControl: String) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: type, .contentLength: String(byteCount), .cacheControl: cacheControl,
            .xContentTypeOptions: "nosniff",
        ]
        fields[HTTPField.Name("referrer-policy")!] = "same-origin"
        return fields
    }
}
