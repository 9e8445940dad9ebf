import Foundation

/// A path as people write it.
///
/// Foundation's `NSString.deletingLastPathComponent` ends the process for a path of one letter (Swift 6.3.1, Linux).
public enum FilePath {
    /// The folder that a file is in: `a/b` of `a/b/c` and of `a/b/c/`, `/` of `/a`, and nothing of `a`.
    public static func parent(of path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "" }
        var parent = path[..<slash]
        while parent.hasSuffix("/") { parent.removeLast() }
        return parent.isEmpty ? "/" : String(parent)
    }

    /// Where a path leads, as far as that is there: the same for two names of one place.
    public static func place(of path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}
