import Foundation
import HLS
package import MediaModel

/// A show's recorded source by media time, as the show's source map tells: which file has the pictures of an instant, and how they were
/// cut. A value; any thread.
package struct RecordedSource: Sendable {
    /// A file's pictures from a time of its own on.
    struct Piece: Hashable, Sendable {
        let source: Int64
        /// What is added to have the programme's time; `nil`: they aren't shown.
        let offset: Int64?
    }

    /// What one file has, in the order of its times.
    struct Stretch: Hashable, Sendable {
        let file: String
        var pieces: [Piece]

        /// What holds at a time of the file.
        func offset(at source: Int64) -> Int64? { (pieces.last { $0.source <= source } ?? pieces[0]).offset }

        /// The earliest time of the programme at which one of its pictures is shown.
        var start: Int64? { pieces.compactMap { piece in piece.offset.map { piece.source + $0 } }.min() }
    }

    /// How pictures are framed from a time of the programme on.
    struct Framed: Hashable, Sendable {
        let media: Int64
        let framing: SourceFraming
        let center: Double?
    }

    /// One start of the process. All in the order in which it happened.
    struct Run: Hashable, Sendable {
        var stretches: [Stretch] = []
        var framings: [Framed] = []
        /// Since the framing before, the crop has moved there.
        var centers: [(media: Int64, center: Double)] = []
        var losses: [Int64] = []

        static func == (left: Run, right: Run) -> Bool {
            left.stretches == right.stretches && left.framings == right.framings && left.losses == right.losses
                && left.centers.elementsEqual(right.centers, by: ==)
        }

        func hash(into hasher: inout Hasher) { hasher.combine(stretches) }

        /// What holds at a time of the programme, and where the crop's middle is; `nil` where it stands as the framing says.
        func framing(at media: Int64) -> (SourceFraming, center: Double?)? {
            guard let framed = framings.last(where: { $0.media <= media }) ?? framings.first else { return nil }
            let next = centers.partitioningIndex { $0.media > media }
            guard framed.center != nil, next > 0, centers[next - 1].media >= framed.media else {
                return (framed.framing, framed.center)
            }
            return (framed.framing, centers[next - 1].center)
        }
    }

    let folder: String
    private let runs: [String: Run]

    /// More than the map of any show has.
    private static let mostBytes = 512 << 20

    /// Reads a folder's map. Blocks.
    ///
    /// - Throws: ``JobError`` if there is none.
    package init(folder: String) throws(JobError) {
        let path = "\(folder)/\(PresentationNames.sourceMap)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw JobError(
                .inputUnusable,
                "\(folder) has no \(PresentationNames.sourceMap), by which clips without overlays are cut: `live` keeps it with "
                    + "--record-source")
        }
        self.init(folder: folder, text: try InputFile.read(path, upTo: Self.mostBytes))
    }

    /// - Parameter text: The map's lines; what is none, such as half of one that a crash left, is passed over.
    init(folder: String, text: Data) {
        var runs: [String: Run] = [:]
        var (name, run) = (nil as String?, Run())
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let line = SourceMapLine(line) else { continue }
            if case .run(let next) = line {
                if let name { runs[name] = run }
                (name, run) = (next, runs[next] ?? Run())
            } else {
                run.take(line)
            }
        }
        if let name { runs[name] = run }
        (self.folder, self.runs) = (folder, runs)
    }

    /// - Parameter name: As the run's segments have it.
    func run(_ name: String) -> Run? { runs[name] }

    /// Says so if the recording of the source lacks something of a range.
    ///
    /// - Parameters:
    ///   - range: On the clock of the run.
    ///   - isNamed: How a time of the run is called in a sentence.
    /// - Throws: ``JobError``.
    package func check(
        _ name: String, _ range: Range<MediaTime>, isNamed: (MediaTime) -> String
    ) throws(JobError) {
        func nanoseconds(_ time: MediaTime) -> Int64 { time.ticks(timescale: 1_000_000_000, rounding: .nearest) }
        let map = "\(folder)/\(PresentationNames.sourceMap)"
        guard let run = runs[name], let first = run.framings.first else {
            throw JobError(
                .inputUnusable,
                "\(map) knows nothing of \(isNamed(range.lowerBound)) to \(isNamed(range.upperBound)): the source was recorded "
                    + "then by another version, or not at all")
        }
        let (begin, end) = (nanoseconds(range.lowerBound), nanoseconds(range.upperBound))
        let lost = run.losses.filter { begin - SourceMap.lossStep..<end + SourceMap.lossStep ~= $0 }
        guard first.media <= end, lost.isEmpty else {
            throw JobError(
                .inputUnusable,
                "the recording of the source lacks something at \(isNamed(MediaTime(lost.first ?? begin, timescale: 1_000_000_000))), "
                    + "as the disk was full or too slow: choose a range before or after that, or a clip with the overlays"
            )
        }
    }

    /// Where a file is that the map names: where it was, or else in the show's folder, if both were moved.
    func path(of file: String) throws(JobError) -> String {
        let inside = "\(folder)/\((file as NSString).lastPathComponent)"
        let path = file.hasPrefix("/") && FileManager.default.fileExists(atPath: file) ? file : inside
        guard FileManager.default.fileExists(atPath: path) else {
            throw JobError(
                .inputNotFound,
                "\(file.hasPrefix("/") ? file : inside), which has the recorded source, isn't there any more: put it back, or into "
                    + folder)
        }
        return path
    }
}

extension RecordedSource.Run {
    fileprivate mutating func take(_ line: SourceMapLine) {
        switch line {
        case .run: break
        case .piece(let file, let source, let media):
            let piece = RecordedSource.Piece(source: source, offset: media.map { $0 - source })
            if stretches.last?.file == file {
                stretches[stretches.count - 1].pieces.append(piece)
            } else {
                stretches.append(.init(file: file, pieces: [piece]))
            }
        case .framing(let media, let framing, let center):
            framings.append(.init(media: media, framing: framing, center: center))
        case .center(let media, let center): centers.append((media, center))
        case .loss(let media): losses.append(media)
        }
    }
}
