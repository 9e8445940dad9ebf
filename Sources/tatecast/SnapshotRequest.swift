import ArgumentParser
import Broadcast
import Foundation
import HLS
import MediaModel
import Presets
import Show
import Stills

/// What `tatecast snapshot` is asked for, once its words are understood.
struct SnapshotRequest {
    enum Purpose {
        case album(SnapshotAlbum.Form, output: String)
        case comparison(goldens: String, failures: String)
        case renewal(goldens: String)
    }

    let purpose: Purpose
    /// Whose buttons and bars are to be seen; `nil` for none.
    let screen: AppScreen?
    fileprivate let command: SnapshotCommand
    fileprivate let instants: [MediaTime]
    fileprivate let canvas: PixelSize?
    fileprivate let backdrops: [SnapshotOptions.Backdrop]

    /// Reads the preset and the events: the shows, one for each clip.
    func shows() throws -> [SnapshotAlbum.Entry] {
        var preset = try PresetFile.load(path: command.preset)
        if let canvas {
            // The preset's rungs belong to its own canvas, and nothing is encoded here.
            (preset.canvas.size, preset.ladder) = (canvas, .rungs([Rung(size: canvas, bitRate: 1)]))
        }
        let start = command.beginning.date
        let events = command.events
        let timeline = try events.map { try EventInput.loadTimeline($0, start: start) } ?? EventTimeline()
        let folder = events.map { FilePath.parent(of: $0) }.map { $0.isEmpty ? "." : $0 }
        let tracks = try command.subjects.map { try SubjectFile.load($0, for: preset) }
        let isLooking = tracks.isEmpty && !command.input.isEmpty
        let eyes = isLooking ? try FollowEyes(for: preset) : FollowEyes()
        return backdrops.indices.map { index in
            let backdrop = backdrops[index]
            var name = ""
            if backdrops.count > 1, case .file(let path) = backdrop { name = (path as NSString).lastPathComponent }
            var options = SnapshotOptions(
                backdrop: backdrop, preset: preset, timeline: timeline, pictureFolder: folder, instants: instants,
                start: start)
            options.eyes = eyes
            if !tracks.isEmpty { options.eyes.track = tracks[index] }
            return SnapshotAlbum.Entry(options, name: name)
        }
    }
}

extension SnapshotCommand {
    static let defaultColor = "#787878"
    /// Instants times clips: more make a sheet that nobody can look at.
    private static let mostPictures = 256

    /// - Throws: `ValidationError` for words that make no sense.
    func request() throws -> SnapshotRequest {
        let instants = try parseInstants()
        let count = instants.count * max(1, input.count)
        guard count <= Self.mostPictures else {
            throw ValidationError("--at: \(count) pictures are too many; at most \(Self.mostPictures) are made")
        }
        return SnapshotRequest(
            purpose: try parsePurpose(instants.count), screen: try parseScreen(), command: self, instants: instants,
            canvas: try parseCanvas(),
            backdrops: try parseBackdrops())
    }

    private func parsePurpose(_ count: Int) throws -> SnapshotRequest.Purpose {
        guard subjects.isEmpty || subjects.count == input.count else {
            throw ValidationError("--subjects: expected as many as there are --input, each for its own")
        }
        let trimmed = output.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        if let golden {
            guard input.count <= 1 else { throw ValidationError("--golden: expected one --input at most") }
            if renewGolden {
                guard output == nil else {
                    throw ValidationError("--renew-golden: writes to --golden; leave out --output")
                }
                return .renewal(goldens: golden)
            }
            guard let trimmed else { throw ValidationError("--golden: name a folder for what differs with --output") }
            return .comparison(goldens: golden, failures: trimmed)
        }
        if renewGolden { throw ValidationError("--renew-golden: name the folder with --golden") }
        guard let output, let trimmed else { throw ValidationError("Missing expected argument '--output <output>'") }
        if output != trimmed {
            guard input.count <= 1 else { throw ValidationError("--output \(output): a folder takes one --input only") }
            return .album(.folder, output: trimmed)
        }
        guard (output as NSString).pathExtension.lowercased() == "png" else {
            throw ValidationError("--output \(output): expected a name that ends with .png, or with / for a folder")
        }
        if count == 1 && input.count <= 1 { return .album(.picture, output: output) }
        return .album(.sheet(try parseLayout(count)), output: output)
    }

    private func parseLayout(_ count: Int) throws -> ContactSheet.Layout {
        if let columns, !(1...64 ~= columns) { throw ValidationError("--columns \(columns): expected 1 to 64") }
        guard 32...2160 ~= cellWidth else { throw ValidationError("--cell-width \(cellWidth): expected 32 to 2160") }
        return ContactSheet.Layout(
            columns: columns ?? (input.count > 1 ? count : min(4, count)), cellWidth: cellWidth)
    }

    private func parseInstants() throws -> [MediaTime] {
        try at.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { word in
            let seconds = Double(word.trimmingCharacters(in: .whitespaces))
            guard let seconds, seconds >= 0, seconds <= Double(SnapshotOptions.latestInstant) else {
                throw ValidationError("--at \(word): expected seconds from 0 to \(SnapshotOptions.latestInstant)")
            }
            return .microseconds(Int64((seconds * 1_000_000).rounded()))
        }
    }

    private func parseScreen() throws -> AppScreen? {
        guard let safeArea else { return nil }
        guard golden == nil else { throw ValidationError("--safe-area and --golden: expected one of the two") }
        guard let screen = AppScreens.screens(named: safeArea).first else {
            let hint = suggestion(for: safeArea, among: AppScreens.names)
            throw ValidationError("--safe-area \(safeArea): unknown app; \(hint)")
        }
        return screen
    }

    private func parseCanvas() throws -> PixelSize? {
        guard let canvas else { return nil }
        let sides = canvas.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy({ 16...4096 ~= $0 && $0 % 2 == 0 }) else {
            throw ValidationError("--canvas \(canvas): expected two even numbers from 16 to 4096, e.g. 360x640")
        }
        return PixelSize(width: sides[0], height: sides[1])
    }

    private func parseBackdrops() throws -> [SnapshotOptions.Backdrop] {
        guard input.isEmpty else {
            guard color == nil else { throw ValidationError("--color and --input: expected one of the two") }
            return input.map { .file($0) }
        }
        guard let color = Color(hex: color ?? Self.defaultColor) else {
            throw ValidationError("--color \(color ?? ""): expected a colour such as #ff8800")
        }
        return [.color(color)]
    }
}
