import FFmpegKit
import MediaModel

/// Decodes a file's pictures, all of them, on a thread of its own.
struct FilePictureDecoder: ~Copyable {
    private var decoder: PictureDecoder
    private let name: String
    private let packets: BoundedQueue<Packet>
    private let pictures: BoundedQueue<SourcePicture>
    private let length: ProgrammeLength
    private let diagnostics: Diagnostics
    /// How long a picture lasts, if the source doesn't say.
    private let usualDuration: Int64
    private var last: (time: Int64, duration: Int64)?
    /// When the picture that stays longest ends.
    private var end: Int64 = 0
    private var count = 0
    /// Until when the container has the last picture stay; `nil` if it doesn't say. See ``FileSource/pictureEnd``.
    private let containerEnd: Int64?

    /// A last picture stays this long at most: headers and recorders that crash write nonsense there, up to years.
    private static let longestPicture: Int64 = 60_000_000_000
    /// And that long at least, whatever its container says: a picture of most clips.
    private static let shortestLast: Int64 = 50_000_000
    /// Where its container says so, and has the index to prove it, so long.
    private static let longestStill: Int64 = 3_600_000_000_000

    /// - Parameters:
    ///   - name: The file's, for sentences about it.
    ///   - orientation: How to turn the coded pictures.
    ///   - length: Is told when the last picture ends.
    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(
        _ source: borrowing FileSource, name: String, orientation: Orientation, packets: BoundedQueue<Packet>,
        pictures: BoundedQueue<SourcePicture>, length: ProgrammeLength, diagnostics: Diagnostics
    ) throws(FFmpegError) {
        decoder = try PictureDecoder(
            source.container.makeParameters(of: source.video), name: name, orientation: orientation,
            diagnostics: diagnostics)
        usualDuration =
            source.picture.averageRate.map { Int64($0.denominator) * 1_000_000_000 / Int64($0.numerator) }
            ?? 33_333_333
        containerEnd = source.pictureEnd
        (self.name, self.packets, self.pictures, self.length) = (name, packets, pictures, length)
        self.diagnostics = diagnostics
    }

    /// - Throws: ``JobError`` if no picture can be decoded or the pictures can't be used; ``FFmpegError`` without memory.
    consuming func run() throws {
        defer {
            // The reader must not wait for a decoder that is gone.
            packets.abandon()
            pictures.close()
        }
        while let packet = packets.pop() {
            guard try decoder.send(packet) else { continue }
            guard try handOn() else { return }
        }
        try decoder.sendEnd()
        if try handOn() { diagnostics.countLostPictures(decoder.codec.lostPictures) }
        guard count > 0 else { throw JobError(.inputUnusable, "\(name): no picture could be decoded") }
        if let containerEnd, let last, containerEnd - end <= Self.longestStill {
            // An edit list may also end in the middle of the last picture.
            end = max(containerEnd, last.time + min(last.duration, Self.shortestLast))
        }
        length.reportVideoEnd(end)
    }

    /// Hands on the pictures that are ready. Returns `false` when nobody wants them any more.
    private mutating func handOn() throws -> Bool {
        while let frame = try decoder.receive() {
            let time = frame.bestEffortTime ?? last.map { $0.time + $0.duration } ?? 0
            let duration = min(frame.duration ?? usualDuration, Self.longestPicture)
            last = (time, duration)
            end = max(end, time + duration)
            count += 1
            guard let picture = try decoder.normalise(frame, time: time) else { continue }
            guard pictures.push(picture) else { return false }
        }
        return true
    }
}
