package import FFmpegKit
import Foundation
public import Logging
import MediaModel
import ImageCodecs
import Stills
import Synchronization
package import Typeset

/// Compares pictures of a show with those that are kept as they should be: the golden ones, `<tick>.png` in a folder.
///
/// They are kept with six bits a component (`Bitmap.coarse`). A picture that has the same bytes there is exact. One that
/// hasn't may still be alike, as on a machine with another release of a font: see ``StillComparison``.
public struct GoldenCheck: Sendable {
    private let options: SnapshotOptions
    private let goldens: String
    private let logger: Logger

    /// - Parameter goldens: The folder of the golden pictures.
    public init(_ options: SnapshotOptions, goldens: String, logger: Logger) {
        (self.options, self.goldens, self.logger) = (options, goldens, logger)
    }

    /// Compares the pictures of all instants, in the order of time, and looks for golden pictures that belong to none.
    ///
    /// - Parameter failures: A folder for what differs: the picture, `<tick>.png`, and where it does,
    ///   `<tick>.difference.png`. What an earlier check left there goes. It isn't made if nothing differs.
    /// - Throws: As ``SnapshotJob/run(_:)``; ``JobError`` if something can't be written.
    public func run(failures: String) async throws -> [GoldenResult] {
        let results = Mutex<[GoldenResult]>([])
        let folder = FailureFolder(path: failures)
        try await runOnThread(named: "clear") { folder.clear() }
        _ = try await SnapshotJob(options, logger: logger).run { snapshot in
            let result = try self.compare(Bitmap(snapshot), tick: snapshot.tick, failures: folder)
            results.withLock { $0.append(result) }
        }
        let ticks = Set(options.instants.map(options.tick))
        let orphans = Self.goldenTicks(in: goldens).filter { !ticks.contains($0) }
        return results.withLock { $0 } + orphans.map { GoldenResult(tick: $0, golden: path($0), verdict: .unused) }
    }

    /// Makes the golden pictures anew, and removes those that belong to no instant any more.
    ///
    /// - Parameter willWrite: Called when all pictures are made: what is written from then on shouldn't be cut off.
    /// - Returns: The files written.
    public func renew(willWrite: @Sendable () -> Void = {}) async throws -> [String] {
        let folder = try await runOnThread(named: "setup") { try OutputFolder(path: goldens, overwrites: true) }
        do {
            let files = Mutex<[(name: String, bytes: [UInt8])]>([])
            _ = try await SnapshotJob(options, logger: logger).run { snapshot in
                let name = "\(snapshot.tick).png"
                let bytes = try PNGEncoder.encode(Bitmap(snapshot).coarse, name: name)
                files.withLock { $0.append((name, bytes)) }
            }
            let made = files.withLock { $0 }
            willWrite()
            return try await runOnThread(named: "writer") {
                try folder.write(together: made)
                for tick in Self.goldenTicks(in: goldens) where !made.contains(where: { $0.name == "\(tick).png" }) {
                    folder.remove("\(tick).png")
                }
                return made.map { "\(goldens)/\($0.name)" }
            }
        } catch {
            folder.revert()
            throw error
        }
    }

    private func compare(_ picture: Bitmap, tick: Int, failures: FailureFolder) throws -> GoldenResult {
        func result(_ verdict: GoldenResult.Verdict) -> GoldenResult {
            GoldenResult(tick: tick, golden: path(tick), verdict: verdict)
        }
        guard let bytes = FileManager.default.contents(atPath: path(tick)) else {
            return result(.missing(picture: try failures.write(picture, "\(tick).png")))
        }
        let golden = try Bitmap(png: [UInt8](bytes), name: path(tick))
        // What the golden picture lost is no difference.
        let coarse = picture.coarse
        if golden == coarse { return result(.exact) }
        guard golden.size == picture.size else {
            return result(
                .otherSize(
                    expected: golden.size, found: picture.size, picture: try failures.write(picture, "\(tick).png")))
        }
        let comparison = StillComparison(coarse, golden)
        if comparison.isAlike { return result(.alike(comparison)) }
        let difference = coarse.difference(from: golden, comparison)
        return result(
            .different(
                comparison, picture: try failures.write(picture, "\(tick).png"),
                difference: try failures.write(difference, "\(tick).difference.png")))
    }

    private func path(_ tick: Int) -> String { "\(goldens)/\(tick).png" }

    /// Of all files that are called like golden pictures, in order.
    private static func goldenTicks(in folder: String) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".png") }.compactMap { Int($0.dropLast(4)) }.sorted()
    }
}

/// Where the pictures go that differ: made with the first of them.
private struct FailureFolder {
    let path: String

    /// Removes what a check writes, and the folder if nothing else is in it.
    func clear() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.wholeMatch(of: /\d+(\.difference)?\.png/) != nil {
            OutputFolder.removeFile("\(path)/\(name)")
        }
        rmdir(path)
    }

    func write(_ bitmap: Bitmap, _ name: String) throws -> String {
        try OutputFolder(path: path, overwrites: true)
            .write(PNGEncoder.encode(bitmap, name: "\(path)/\(name)"), to: name)
        return "\(path)/\(name)"
    }
}

extension Bitmap {
    /// What a screen shows of a snapshot.
    init(_ snapshot: Snapshot) {
        self.init(snapshot.canvas.frame)
    }

    /// What a screen shows of a picture of eight bits.
    package init(_ frame: borrowing VideoFrame) {
        self = frame.withPlanes { luma, blue, red, layout in
            Bitmap(luma: luma, blueChroma: blue, redChroma: red, layout: layout)
        }
    }
}
