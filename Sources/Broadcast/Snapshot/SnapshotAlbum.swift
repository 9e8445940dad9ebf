import Foundation
public import Logging
import MediaModel
import ImageCodecs
public import Show
public import Stills
import Synchronization
import Typeset

/// Makes pictures of shows and writes them as PNG files, all or none.
public struct SnapshotAlbum: Sendable {
    /// What becomes of the pictures.
    public enum Form: Hashable, Sendable {
        /// One file with the only picture.
        case picture
        /// One file with all of them side by side, show after show.
        case sheet(ContactSheet.Layout)
        /// A file each in a folder, named after its tick: `375.png`.
        case folder
    }

    /// A show and what its pictures are called on a sheet; an empty name leaves the instant alone.
    public struct Entry: Sendable {
        public var options: SnapshotOptions
        public var name: String

        public init(_ options: SnapshotOptions, name: String = "") {
            (self.options, self.name) = (options, name)
        }
    }

    private let shows: [Entry]
    private let form: Form
    private let output: String
    private let hasPalette: Bool
    private let covers: CoverTint?
    private let logger: Logger

    /// - Parameters:
    ///   - output: The file or folder to write; what is there is replaced.
    ///   - hasPalette: Whether to write 256 colours: files of a third of the size, for looking at.
    ///   - screen: Whose buttons and bars to show on the pictures; `nil` for none.
    public init(
        _ shows: [Entry], form: Form, output: String, hasPalette: Bool = false, screen: AppScreen? = nil,
        logger: Logger
    ) {
        (self.shows, self.form, self.output) = (shows, form, output)
        (self.hasPalette, self.logger) = (hasPalette, logger)
        covers = screen.map { screen in
            CoverTint(
                screen.coveredAreas.map { area in
                    CoverTint.Cover(
                        area.what, left: area.left, top: area.top, width: area.width, height: area.height)
                },
                face: Self.labelFace)
        }
    }

    /// Makes the pictures. A job that fails leaves nothing behind.
    ///
    /// - Parameter willWrite: Called when all pictures are made: what is written from then on shouldn't be cut off.
    /// - Returns: The files written.
    /// - Throws: As ``SnapshotJob/run(_:)``; ``JobError`` if the output can't be written.
    public func run(willWrite: @Sendable () -> Void = {}) async throws -> [String] {
        let path = form == .folder ? output : FilePath.parent(of: output)
        let folder = try await runOnThread(named: "setup") {
            try OutputFolder(path: path.isEmpty ? "." : path, overwrites: true)
        }
        do {
            let files = try await makeFiles()
            willWrite()
            try await runOnThread(named: "writer") { try folder.write(together: files) }
            return form == .folder ? files.map { "\(output)/\($0.name)" } : [output]
        } catch {
            folder.revert()
            throw error
        }
    }

    private func makeFiles() async throws -> [(name: String, bytes: [UInt8])] {
        let cells = Mutex<[Cell]>([])
        for (number, show) in shows.enumerated() {
            let summary = try await SnapshotJob(show.options, logger: logger).run { snapshot in
                let cell = Cell(show: number, tick: snapshot.tick, picture: try self.prepare(Bitmap(snapshot)))
                cells.withLock { $0.append(cell) }
            }
            warnOfHeldPictures(show, summary)
            cells.withLock { cells in
                for index in cells.indices where cells[index].show == number {
                    cells[index].isHeld = summary.sourceEnd.map { cells[index].tick >= $0 } ?? false
                }
            }
        }
        let made = cells.withLock { $0 }
        return try await runOnThread(named: "sheet") { try arrange(made) }
    }

    /// A picture of a show, as small as the form allows.
    private struct Cell: Sendable {
        let show: Int
        let tick: Int
        let picture: Picture
        var isHeld = false

        enum Picture: Sendable {
            case bitmap(Bitmap)
            case file([UInt8])
        }
    }

    private func prepare(_ picture: Bitmap) throws -> Cell.Picture {
        let bitmap = try covers?.apply(to: picture) ?? picture
        switch form {
        case .picture: return .bitmap(bitmap)
        case .sheet(let layout): return .bitmap(ContactSheet(layout).cell(of: try checked(bitmap, layout)))
        case .folder: return .file(try encode(bitmap))
        }
    }

    /// A picture of which a sheet isn't too large.
    private func checked(_ bitmap: Bitmap, _ layout: ContactSheet.Layout) throws -> Bitmap {
        let size = layout.size(of: shows.map(\.options.instants.count).reduce(0, +), pictures: bitmap.size)
        guard max(size.width, size.height) <= ContactSheet.longestSide else {
            throw JobError(
                .usage,
                "the sheet would be \(size); at most \(ContactSheet.longestSide) a side: take narrower cells, or "
                    + "other columns")
        }
        return bitmap
    }

    private func arrange(_ cells: [Cell]) throws -> [(name: String, bytes: [UInt8])] {
        let name = (output as NSString).lastPathComponent
        switch form {
        case .folder:
            return cells.compactMap { cell in
                if case .file(let bytes) = cell.picture { ("\(cell.tick).png", bytes) } else { nil }
            }
        case .picture:
            guard case .bitmap(let bitmap)? = cells.first?.picture else { return [] }
            return [(name, try encode(bitmap))]
        case .sheet(let layout):
            var sheet = ContactSheet(layout)
            for (number, show) in shows.enumerated() {
                for instant in show.options.instants {
                    let tick = show.options.tick(of: instant)
                    let cell = cells.first { $0.show == number && $0.tick == tick }
                    guard let cell, case .bitmap(let bitmap) = cell.picture else { continue }
                    let words = [show.name, "\(Self.text(instant)) s", cell.isHeld ? "held" : ""]
                    sheet.append(bitmap, label: words.filter { !$0.isEmpty }.joined(separator: " · "))
                }
            }
            return [(name, try encode(sheet.draw(face: Self.labelFace)))]
        }
    }

    private func encode(_ bitmap: Bitmap) throws -> [UInt8] {
        hasPalette
            ? try PNGEncoder.encode(PalettePicture(bitmap), name: output) : try PNGEncoder.encode(bitmap, name: output)
    }

    private func warnOfHeldPictures(_ show: Entry, _ summary: SnapshotSummary) {
        guard case .file(let path) = show.options.backdrop, let end = summary.sourceEnd else { return }
        let held = show.options.instants.filter { show.options.tick(of: $0) >= end }
        guard !held.isEmpty else { return }
        let seconds = MediaTime.milliseconds(
            show.options.preset.canvas.frameRate.time(ofTick: end).ticks(timescale: 1000, rounding: .nearest))
        logger.warning(
            """
            \(path) ends at \(Self.text(seconds)) s: its last picture stays at \
            \(held.map { "\(Self.text($0)) s" }.joined(separator: ", "))
            """)
    }

    /// Seconds with as many decimals as they need.
    static func text(_ time: MediaTime) -> String {
        let microseconds = time.ticks(timescale: 1_000_000, rounding: .nearest)
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return "\(whole)" }
        var decimals = String(String(1_000_000 + rest).dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        return "\(whole).\(decimals)"
    }

    /// The overlays' own font, or whatever is there: a sheet without labels is better than none.
    private static var labelFace: FontFace? {
        let catalogue = FontCatalogue()
        let names = ["BIZ UDPGothic"] + catalogue.names(nearest: "Sans", count: 1)
        return names.lazy.compactMap { catalogue.face(named: $0) }.first
    }
}
