import Broadcast
import Dispatch
import FFmpegKit
import Foundation
import Lines
import Synchronization

/// What of a folder is stored elsewhere, in a file in it, so that another run, or `tatecast upload`, stores the rest and nothing twice:
/// media, and playlists once they are final.
///
/// A JSON object a line, each written after the fact (docs/uploads.md): `{"removed":"v720x1280/8x1-0.m4s","to":"s3://bucket/show"}` and
/// `{"stored":…}`. What a process that was killed didn't come to write is stored once more, which changes nothing.
final class UploadLedger: Sendable {
    /// What it says of its destination.
    struct Contents: Sendable {
        /// What is stored there and hasn't been removed since.
        fileprivate(set) var stored: Set<String> = []
        /// Whether this folder's show is, or was, to be stored there.
        fileprivate(set) var isBegun = false
    }

    private struct Line: Codable {
        var stored: String?
        var removed: String?
        let to: String
    }

    /// The usual line, which is told from others without a decoder: a day's ledger has a quarter of a million.
    private struct LineForm {
        private static let begin = Data("{\"stored\":\"".utf8)
        private let end: Data

        init(_ destination: String) { end = Data("\",".utf8) + UploadLedger.encoded(Line(to: destination)).dropFirst() }

        func stored(_ line: Data) -> String? {
            guard line.count > Self.begin.count + end.count, line.starts(with: Self.begin),
                line.suffix(end.count).elementsEqual(end)
            else { return nil }
            let name = line.dropFirst(Self.begin.count).dropLast(end.count)
            // Escapes are a decoder's.
            guard !name.contains(UInt8(ascii: "\\")), !name.contains(UInt8(ascii: "\"")) else { return nil }
            return String(decoding: name, as: UTF8.self)
        }
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
    func read() -> Contents {
        var contents = Contents()
        let data = FileManager.default.contents(atPath: path) ?? Data()
        let usual = LineForm(destination)
        let decoder = JSONDecoder()
        // The last line may be cut off.
        for text in data.split(separator: UInt8(ascii: "\n")) {
            if let name = usual.stored(text) {
                contents.stored.insert(name)
            } else if let line = try? decoder.decode(Line.self, from: text), line.to == destination {
                contents.isBegun = true
                if let name = line.stored { contents.stored.insert(name) }
                if let name = line.removed { contents.stored.remove(name) }
            }
        }
        contents.isBegun = contents.isBegun || !contents.stored.isEmpty
        return contents
    }

    /// A show is to be stored there, whether the place is there or not.
    func noteBegun() { write(Line(to: destination)) }

    func note(stored name: String) { write(Line(stored: name, to: destination)) }

    func note(removed name: String) { write(Line(removed: name, to: destination)) }

    /// Waits for what was noted, on a disk that is well.
    func settle(within limit: Duration) async {
        let isWritten = Interrupt()
        queue.async { isWritten.request() }
        await untilFirst({ await isWritten.wait() }, { try? await Task.sleep(for: limit) })
    }

    /// Goes, if it has nothing to tell: nothing was stored, and there is no show beside it. A broadcast that is stopped before its first
    /// picture leaves its folder as it was found.
    func removeIfIdle() {
        queue.async { [self] in
            let folder = FilePath.parent(of: path)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [""]
            // The lock of whoever owns the folder is hidden.
            let isAlone = names.allSatisfy { $0 == PresentationNames.uploads || $0.hasPrefix(".") }
            if isAlone, read().stored.isEmpty { unlink(path) }
        }
    }

    private func write(_ line: Line) {
        guard waiting.load(ordering: .relaxed) < Self.maximumWaiting else { return }
        waiting.add(1, ordering: .relaxed)
        queue.async { [self] in
            defer { waiting.subtract(1, ordering: .relaxed) }
            let data = Self.encoded(line) + [UInt8(ascii: "\n")]
            // Where it can't be written, files are stored twice; that is all.
            guard let file = opened() else { return }
            _ = writeAll(Array(data), to: file)
        }
    }

    private static func encoded(_ line: Line) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Three texts can always be encoded.
        return (try? encoder.encode(line)) ?? Data()
    }

    /// The file, which begins a new line: the last process may have been killed within one.
    private func opened() -> Int32? {
        descriptor.withLock { descriptor in
            if let descriptor { return descriptor }
            let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
            guard file >= 0 else { return nil }
            descriptor = file
            let end = lseek(file, 0, SEEK_END)
            var last = UInt8(ascii: "\n")
            if end > 0, pread(file, &last, 1, end - 1) == 1, last != UInt8(ascii: "\n") {
                _ = writeAll([0x0A], to: file)
            }
            return file
        }
    }

    deinit {
        descriptor.withLock { descriptor in
            if let descriptor { close(descriptor) }
            descriptor = nil
        }
    }
}
