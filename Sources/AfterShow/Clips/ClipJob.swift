import Broadcast
public import FFmpegKit
import Foundation
import HLS
public import MediaModel
import Show

/// What `tatecast clip` does: opens a recording, chooses what to cut, and makes the clips, their pictures and `clips.json`.
///
/// Blocks, on whatever thread it is called on.
public struct ClipJob: Sendable {
    /// What is cut.
    public enum Selection: Hashable, Sendable {
        case range(from: MediaTime, to: MediaTime)
        /// The moments that people liked most.
        case highlights(count: Int, length: ClosedRange<MediaTime>)
        /// One for each product, from its price to the next.
        case products
    }

    public struct Options: Sendable {
        /// The recording's.
        public var folder: String
        public var selection: Selection
        /// A range's file, else a folder.
        public var output: String
        public var title: String?
        /// `nil`: the best.
        public var rung: String?
        /// A timeline in the place of the recording's own log.
        public var timeline: String?
        /// Of titles, where the show has names in several languages: a BCP 47 tag; `nil`: that of presets that name none.
        public var language: String?
        public var overwrites = false
        /// Whether clips have no overlays: their pictures are those of the source, which the broadcast recorded.
        public var isClean = false

        public init(folder: String, selection: Selection, output: String) {
            (self.folder, self.selection, self.output) = (folder, selection, output)
        }
    }

    private let options: Options
    private let say: @Sendable (String) -> Void

    /// - Parameter say: Takes sentences for a person, on the caller's thread.
    public init(_ options: Options, say: @escaping @Sendable (String) -> Void = { _ in }) {
        (self.options, self.say) = (options, say)
    }

    /// The folder that clips are written to.
    public var outputFolder: String {
        guard case .range = options.selection else {
            return options.output.count > 1 && options.output.hasSuffix("/")
                ? String(options.output.dropLast()) : options.output
        }
        let parent = FilePath.parent(of: options.output)
        return parent.isEmpty ? "." : parent
    }

    /// Makes all clips, in order of time.
    ///
    /// - Parameter stop: Is asked all the while whether to end.
    /// - Returns: Those that are whole, also after a stop.
    /// - Throws: ``JobError``, ``FFmpegError``. Clips that were whole before stay.
    public func run(stop: Interrupt) throws -> [ClipRecord] {
        let reader = try RecordingReader(folder: options.folder)
        var events = try readEvents(reader)
        if let language = options.language { events.language = language }
        let cutter = try ClipCutter(
            reader, rung: options.rung, events: events, bareFolder: options.isClean ? options.folder : nil)
        let orders = try orders(cutter, events)
        for order in orders { _ = try cutter.check(from: order.from, to: order.to) }
        if !options.overwrites, let taken = orders.first(where: Self.isTaken) {
            throw JobError(.outputNotWritable, "\(taken.path) exists: choose another name, or use --overwrite")
        }
        let claim = OutputClaim()
        defer { claim.giveUp() }
        // The claim makes the folder, and takes it away again if nothing is in it.
        try claim.take([.folder(outputFolder)], stop: stop)
        var catalogue = try ClipCatalogue(folder: outputFolder)
        var made: [ClipRecord] = []
        for order in orders where !stop.isRequested {
            let record: ClipRecord
            do {
                record = try cutter.cut(order, stop: stop)
            } catch let error as JobError where error.code == .unfinished {
                break
            }
            try catalogue.add(record)
            made.append(record)
            if record.isEncodedWhole, !options.isClean {
                say("\(order.path): all of it was encoded anew, as the recording's own encoding can't be met here")
            }
        }
        return made
    }

    private static func isTaken(_ order: ClipOrder) -> Bool {
        [order.path, ClipCutter.posterPath(order.path)].contains { FileManager.default.fileExists(atPath: $0) }
    }

    private func readEvents(_ reader: RecordingReader) throws(JobError) -> RecordedEvents {
        if let path = options.timeline {
            let date = reader.pictures[0].timeline.date(of: .zero)
            return try RecordedEvents(
                timeline: path, start: date.map { WallTime(microseconds: $0.millisecondsSince1970 * 1_000) })
        }
        let events = try RecordedEvents(ofFolder: options.folder, reader)
        if events.lostCount > 0 {
            say(
                "\(options.folder)/events.ndjson: \(events.lostCount) events are of a run that the recording has nothing of, and are "
                    + "left out")
        }
        return events
    }

    /// Says so where the recording lacks something of a product that it would have.
    private func isWhole(_ order: ClipOrder, _ cutter: ClipCutter) -> Bool {
        do throws(JobError) {
            _ = try cutter.check(from: order.from, to: order.to)
            return true
        } catch {
            say("\(order.path) is left out: \(error.message)")
            return false
        }
    }

    // MARK: - What to cut

    /// Both kinds of clip have room in one folder.
    private var ending: String { options.isClean ? "-clean.mp4" : ".mp4" }

    private func orders(_ cutter: ClipCutter, _ events: RecordedEvents) throws -> [ClipOrder] {
        switch options.selection {
        case .range(let from, let to):
            return [ClipOrder(from: from, to: to, path: options.output, title: options.title)]
        case .highlights(let count, let length):
            guard !events.acts.isEmpty else {
                throw JobError(
                    .inputUnusable,
                    "\(options.folder) tells of no hearts, comments or votes, so nothing stands out: name the show's events by --events"
                )
            }
            let plan = HighlightPlan(cutter.reader, frameRate: cutter.frameRate)
            let found = try plan.choose(count, length: length, events: events)
            if found.count < count {
                say(
                    found.isEmpty
                        ? "no moment stands out of what was usual in the show, so there is no clip"
                        : "only \(found.count) of \(count) stand out of what was usual in the show")
            }
            return found.enumerated().map { index, highlight in
                ClipOrder(
                    from: highlight.range.lowerBound, to: highlight.range.upperBound,
                    path: "\(outputFolder)/highlight-\(index + 1)\(ending)", title: options.title,
                    reasons: ["peak at \(ClipTime.text(highlight.peak))"] + highlight.reasons.map(\.description))
            }
        case .products:
            let found = ProductClips.ranges(events, in: cutter.reader.start..<cutter.reader.end)
            guard !found.isEmpty else {
                throw JobError(
                    .inputUnusable,
                    "\(options.folder) tells of no product that was on sale for two seconds: name the show's events by --events"
                )
            }
            let orders = found.enumerated().map { index, item in
                ClipOrder(
                    from: item.range.lowerBound, to: item.range.upperBound,
                    path: "\(outputFolder)/\(ProductClips.fileName(index + 1, item.product))\(ending)",
                    title: options.title ?? item.product.name, reasons: ["\(item.product.name) was on sale"])
            }
            return orders.filter { isWhole($0, cutter) }
        }
    }
}
