/// Collects what is wrong with one preset, and with those that it extends, while it is read.
final class Problems {
    /// Judges the fonts that the file names; `nil` for all are as good.
    let fontCheck: PresetFile.FontCheck?
    private var listed: [PresetProblem] = []
    private var count = 0

    /// The preset's own file.
    private let file: String

    init(file: String, fontCheck: PresetFile.FontCheck? = nil) {
        (self.file, self.fontCheck) = (file, fontCheck)
    }

    var isEmpty: Bool { count == 0 }

    func report(_ place: Place?, _ keyPath: String, _ message: @autoclosure () -> String) {
        count += 1
        // A hostile file can have thousands: only those that are shown get a sentence.
        guard listed.count < PresetError.maximumListed else { return }
        let problem = PresetProblem(
            message(), keyPath: shortened(keyPath), line: place?.line, column: place?.column,
            file: place?.file == file ? nil : place?.file)
        listed.append(problem)
    }

    func error() -> PresetError {
        // The preset's own first, then those of the presets that it extends.
        let inOrder = listed.sorted { left, right in
            let (leftFile, rightFile) = (left.file ?? "", right.file ?? "")
            guard leftFile == rightFile else { return leftFile < rightFile }
            return (left.line ?? 0, left.column ?? 0) < (right.line ?? 0, right.column ?? 0)
        }
        return PresetError(.invalid, file: file, problems: inOrder, unlistedCount: count - listed.count)
    }

    private func shortened(_ keyPath: String) -> String {
        keyPath.utf8.count <= 200 ? keyPath : String(keyPath.unicodeScalars.prefix(100)) + "…"
    }
}
