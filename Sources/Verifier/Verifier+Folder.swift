import Foundation

extension Verifier {
    /// The folder, and the playlist in it to begin with: of a folder `multivariant.m3u8`, or else the only playlist there.
    static func place(_ path: String) throws(Failure) -> (folder: String, name: String) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .notFound("\(path) isn't there")
        }
        guard isFolder.boolValue else {
            let url = URL(fileURLWithPath: path)
            return (url.deletingLastPathComponent().path, url.lastPathComponent)
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
            $0.hasSuffix(".m3u8") || $0.hasSuffix(".m3u")
        }
        if names.contains("master.m3u8") { return (path, "master.m3u8") }
        guard names.count == 1 else {
            throw .notFound(
                names.isEmpty
                    ? "there is no playlist in \(path)"
                    : "\(path) has \(names.count) playlists and no master.m3u8: name the one to begin with")
        }
        return (path, names[0])
    }
}
