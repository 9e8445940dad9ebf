import Broadcast
import Dispatch
import Foundation
import Synchronization

/// What of a folder is stored elsewhere, in a file beside it: so that another run, or `tatecast upload`, stores the rest and nothing twice.
///
/// A JSON object a line, each written after the fact (docs/uploads.md): `{"removed":"v720x1280/8x1-0.m4s","to":"s3://bucket/show"}` and
/// `{"stored":…}`. What a process that was killed didn't come to write is stored once more, which changes nothing.
final class UploadLedger: Sendable {
    private struct Line: Codable {
        var stored: String?
        var removed: String?
        let to: String
    }

    private let path: String
    private let destination: String
    private let queue = DispatchQueue(label: "upload ledger")
    private let waiting = Atomic(0)
    private let descriptor = Mutex<Int32?>(nil)

    /// Lines that wait for a slow disk; beyond, files are stored twice.
    private static let maximumWaiting = 10_000

    /// - Parameter destination: What it is about, of all that a folder may be stored in.
    init(folder: String, destination: String) {
        path = "\(folder)/\(PresentationNames.uploads)"
        self.destination = destination
    }

    /// Blocks.
    ///
    /// - Returns: What is stored there and hasn't been removed since.
    func read() -> Set<String> {
        var stored: Set<String> = []
        let decoder = JSONDecoder()
        // The last line may be cut off.
        for text in (FileManager.default.contents(atPath: path) ?? Data()).split(separator: UInt8(ascii: "\n")) {
            guard let line = try? decoder.decode(Line.self, from: text), line.to == destination else { continue }
            if let name = line.stored { stored.insert(name) }
            if let name = line.removed { stored.remove(name) }
        }
        return stored
    }

    func note(stored name: String) { write(Line(stored: name, to: destination)) }

    func note(removed name: String) { write(Line(removed: name, to: destination)) }

    /// Waits for what was noted, on a disk that is well.
    func settle() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    private func write(_ line: Line) {
        guard waiting.load(ordering: .relaxed) < Self.maximumWaiting else { return }
        waiting.add(1, ordering: .relaxed)
        queue.async { [self] in
            defer { waiting.subtract(1, ordering: .relaxed) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard var data = try? encoder.encode(line) else { return }
            data.append(UInt8(ascii: "\n"))
            let file = descriptor.withLock { descriptor in
                if descriptor == nil { descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
                return descriptor ?? -1
            }
            // Where it can't be written, files are stored twice; that is all.
            _ = data.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
        }
    }

    deinit {
        descriptor.withLock { descriptor in
            if let open = descriptor, open >= 0 { close(open) }
            descriptor = nil
        }
    }
}
