import Foundation
import Lines
import Synchronization

/// Keeps which picture of the recorded source the programme showed when, and how it was cut, in `source.ndjson` in the show's folder:
/// clips without overlays are made by it.
///
/// The recording's thread knows the times, and the composer how pictures are cut. Neither waits: lines go to a thread of the map's own.
final class SourceMap: Sendable {
    /// In bytes: while the disk fails, changes of minutes.
    private static let limit = 4 << 20
    private static let patience = Duration.milliseconds(500)
    /// What is lost is told once a second.
    static let lossStep: Int64 = 1_000_000_000

    private let folder: String
    private let run: String
    private let sink: LineSink<SourceMapLine>
    private let hasBegun = Mutex(false)
    private let lastLoss = Mutex<Int64?>(nil)
    private let context: BroadcastContext

    /// - Parameters:
    ///   - folder: The show's.
    ///   - run: This start of the process, as its segments' names have it.
    init(folder: String, run: String, context: BroadcastContext) {
        (self.folder, self.run, self.context) = (folder, run, context)
        let path = "\(folder)/\(PresentationNames.sourceMap)"
        sink = LineSink(named: "source map", limit: Self.limit, taker: SourceMapFile(path: path, context: context))
    }

    /// Adds a line, behind that of the run. Returns at once; any thread.
    func note(_ line: SourceMapLine) {
        var cost = 96
        if case .piece(let file, _, _) = line { cost += file.utf8.count }
        hasBegun.withLock { hasBegun in
            // A programme that never begins leaves nothing.
            if !hasBegun { sink.put(.run(run), cost: cost) }
            hasBegun = true
            sink.put(line, cost: cost)
        }
    }

    /// Adds that of this file: from a time of it on, it is shown at one of the programme's.
    func notePiece(ofFile path: String, source: Int64, media: Int64?) {
        note(.piece(file: Self.name(of: path, in: folder), source: source, media: media))
    }

    /// Says that something of the source isn't recorded.
    ///
    /// - Parameter media: When it is to be seen, on the programme's clock.
    func noteLoss(at media: Int64) {
        let isNews = lastLoss.withLock { last in
            guard last.map({ abs(media - $0) >= Self.lossStep }) ?? true else { return false }
            last = media
            return true
        }
        if isNews { note(.loss(media: media)) }
    }

    /// Waits half a second at most for what isn't written yet, and ends. Blocks.
    func finish() {
        guard !sink.end(within: Self.patience) else { return }
        context.diagnostics.warn(
            "\(folder)/\(PresentationNames.sourceMap): its end is missing, as it couldn't be written in time")
    }

    /// By its name alone in the show's folder, so that both can be moved together; else by its whole path.
    static func name(of path: String, in folder: String) -> String {
        let (file, place) = (URL(fileURLWithPath: path).standardizedFileURL, URL(fileURLWithPath: folder))
        return file.deletingLastPathComponent().path == place.standardizedFileURL.path
            ? file.lastPathComponent : file.path
    }
}

/// The file of a ``SourceMap``. A disk that fails is tried again every eight seconds.
private struct SourceMapFile: ~Copyable, LineTaker {
    private static let pause = Duration.seconds(8)
    /// Of one run, in bytes. A crop that moves for all of three hours makes some 20 MB.
    private static let mostBytes = 64 << 20

    private var file: AppendedFile
    private let path: String
    private let context: BroadcastContext
    private var byteCount = 0

    init(path: String, context: BroadcastContext) {
        file = AppendedFile(path: path)
        (self.path, self.context) = (path, context)
    }

    mutating func take(_ item: LineItem<SourceMapLine>) -> LineOutcome {
        guard case .entry(let line, _) = item else {
            context.diagnostics.warnOnce(
                "source map gap",
                "\(path) has a gap, as the disk was too slow: clips without overlays may be cut otherwise there")
            return .taken
        }
        let bytes = Array(line.text.utf8)
        guard byteCount + bytes.count <= Self.mostBytes else {
            context.diagnostics.warnOnce(
                "source map size", "\(path) is as large as it may be: no clips without overlays can be cut from here on"
            )
            return .taken
        }
        guard file.append(bytes) else {
            let cause = String(cString: strerror(errno))
            context.diagnostics.warnOnce(
                "source map \(cause)", "\(path) can't be written, and is tried again; the show goes on: \(cause)")
            return .later(Self.pause)
        }
        byteCount += bytes.count
        return .taken
    }
}
