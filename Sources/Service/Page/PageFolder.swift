public import Broadcast
import Foundation

/// The shop's own page: a folder's files, read into memory at the start, so that no visitor waits for a disk and no name leads out of it.
public struct PageFolder: Sendable {
    struct File: Sendable {
        let type: String
        let bytes: [UInt8]
    }

    static let fileLimit = 500
    static let byteLimit = 32 << 20

    /// By their paths, e.g. `/img/logo.svg`; the page itself is `/`.
    let files: [String: File]

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8", "json": "application/json", "map": "application/json",
        "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif",
        "gif": "image/gif", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2",
    ]

    /// What the show itself has at its address.
    private static let taken = [
        "player.js", "qr.svg", "healthz", "readyz", "metrics", "v1", "page", "s", "t", "poster.jpg",
        "storyboard", "storyboard.vtt", "chapters.json",
    ]

    /// Reads a folder with all that is below it. Hidden files are left out. Blocks.
    ///
    /// - Throws: ``JobError`` that names the file: the folder can't be read or has no index.html, a file is of no known kind, has a name
    ///   that the show needs or that isn't letters, digits, dots, hyphens and underscores, or is a link out of the folder, or it is all too
    ///   much.
    public init(reading folder: String) throws(JobError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let names = FileManager.default.enumerator(atPath: folder)
        else { throw JobError(.inputNotFound, "--page \(folder): there is no such folder") }
        let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        var files: [String: File] = [:]
        var room = Self.byteLimit
        for case let name as String in names {
            if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
            var isInner: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isInner), !isInner.boolValue
            else { continue }
            let real = URL(fileURLWithPath: "\(folder)/\(name)").resolvingSymlinksInPath().path
            guard real.hasPrefix(root == "/" ? root : root + "/") else {
                throw JobError(
                    .usage, "--page \(folder): \(name) is a link that leads out of it: expected the file itself there")
            }
            let type = try Self.type(of: name, in: folder)
            guard files.count < Self.fileLimit, let bytes = Self.read("\(folder)/\(name)", atMost: room) else {
                throw JobError(
                    .usage,
                    "--page \(folder): \(name) can't be read, or is too much: expected at most \(Self.fileLimit) files and "
                        + "\(Self.byteLimit >> 20) MiB in all")
            }
            room -= bytes.count
            files[name == "index.html" ? "/" : "/" + name] = File(type: type, bytes: bytes)
        }
        guard files["/"] != nil else {
            throw JobError(.inputNotFound, "--page \(folder): expected an index.html in it, which is the page")
        }
        self.files = files
    }

    private static func type(of name: String, in folder: String) throws(JobError) -> String {
        let first = name.prefix { $0 != "/" }
        guard !taken.contains(String(first)) else {
            throw JobError(
                .usage, "--page \(folder): \(name) can't be served, as the show has its own \(first): rename it")
        }
        let isPlain = name.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                || "._-/".utf8.contains($0)
        }
        guard isPlain else {
            throw JobError(
                .usage,
                "--page \(folder): \(name) can't be served: expected names of letters, digits, dots, hyphens and underscores"
            )
        }
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard let type = types[ending] else {
            throw JobError(
                .usage,
                "--page \(folder): \(name) is of no kind that a page has: expected "
                    + types.keys.sorted().joined(separator: ", "))
        }
        return type
    }

    /// - Returns: `nil` for a file that can't be read, or has more bytes.
    static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path), let data = try? file.read(upToCount: limit + 1) ?? Data(),
            data.count <= limit
        else { return nil }
        return Array(data)
    }
}
