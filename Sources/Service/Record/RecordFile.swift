import Foundation
import Lines
import Reporting

/// The file of a ``BroadcastRecorder``. A disk that fails is tried again every eight seconds.
struct RecordFile: ~Copyable, LineTaker {
    private static let pause = Duration.seconds(8)

    private var file: AppendedFile
    private let tell: @Sendable (_ cause: String?) -> Void
    private var isFailing = false

    /// - Parameter tell: Told once that it can't be written, and why; and with `nil` that it can again.
    init(path: String, tell: @escaping @Sendable (_ cause: String?) -> Void) {
        file = AppendedFile(path: path)
        self.tell = tell
    }

    mutating func take(_ item: LineItem<String>) -> LineOutcome {
        guard case .entry(let line, _) = item else { return .taken }
        guard file.append(Array((line + "\n").utf8)) else {
            if !isFailing { tell(String(cString: strerror(errno))) }
            isFailing = true
            return .later(Self.pause)
        }
        if isFailing { tell(nil) }
        isFailing = false
        return .taken
    }
}
