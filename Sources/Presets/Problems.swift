/// Collects what is wrong with one file while it is read.
final class Problems {
    private var listed: [PresetProblem] = []
    private var count = 0

    var isEmpty: Bool { count == 0 }

    func report(_ place: Place?, _ keyPath: String, _ message: @autoclosure () -> String) {
        count += 1
        // A hostile file can have thousands: only those that are shown get a sentence.
        guard listed.count < PresetError.maximumListed else { return }
        listed.append(
            PresetProblem(line: place?.line, column: place?.column, keyPath: shortened(keyPath), message: message()))
    }

    func error(in file: String) -> PresetError {
        let inOrder = listed.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        return PresetError(.invalid, file: file, problems: inOrder, unlistedCount: count - listed.count)
    }

    private func shortened(_ keyPath: String) -> String {
        keyPath.utf8.count <= 200 ? keyPath : String(keyPath.unicodeScalars.prefix(100)) + "…"
    }
}
