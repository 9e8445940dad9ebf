import FFmpegKit
import MediaModel

/// Decodes a recorded source once more, from some time of the programme on: each picture with the time at which the programme showed it.
///
/// Blocks; belongs to one thread.
struct SourceReplay: ~Copyable {
    private let source: RecordedSource
    private let run: RecordedSource.Run
    private let interrupt: Interrupt
    /// The first picture that is wanted is the last one before this.
    private let begin: Int64
    /// Which stretch is read next.
    private var next: Int
    private var file: ReplayedFile?

    /// - Parameter begin: Nanoseconds of the run's own time.
    init(_ source: RecordedSource, _ run: RecordedSource.Run, from begin: Int64, interrupt: Interrupt) {
        (self.source, self.run, self.begin, self.interrupt) = (source, run, begin, interrupt)
        next = run.stretches.lastIndex { ($0.start ?? .max) <= begin } ?? 0
    }

    /// The next picture; `nil` after the last.
    ///
    /// - Parameter orientation: How the coded picture that is shown at a time is turned.
    /// - Throws: ``JobError`` if a file isn't there or can't be decoded, ``FFmpegError`` without memory.
    mutating func picture(orientation: (Int64) -> Orientation) throws -> SourcePicture? {
        while true {
            if file != nil, let picture = try file!.picture(orientation: orientation) { return picture }
            file = nil
            guard next < run.stretches.count else { return nil }
            let stretch = run.stretches[next]
            next += 1
            guard let start = stretch.start else { continue }
            file = try ReplayedFile(
                source.path(of: stretch.file), stretch, from: start <= begin ? begin : nil, interrupt: interrupt)
        }
    }
}

/// One file of a recorded source, being decoded.
private struct ReplayedFile: ~Copyable {
    private let stretch: RecordedSource.Stretch
    private var source: FileSource
    private var decoder: PictureDecoder
    private var orientation = Orientation.upright
    private var times = PictureTimes()
    private var lastTime: Int64 = 0
    /// What was read while the key picture before the beginning was looked for.
    private var group: [GroupPacket] = []
    private var isRead = false

    /// More pictures than lie between two key pictures: what is before them is decoded as well, then.
    private static let longestGroup = 2_000

    /// - Parameter begin: The first picture that is wanted is the last one before this time of the programme; `nil`: the file's first.
    init(
        _ path: String, _ stretch: RecordedSource.Stretch, from begin: Int64?, interrupt: Interrupt
    ) throws {
        var source = try Self.open(path, interrupt)
        let piece = begin.flatMap { begin in
            stretch.pieces.last { piece in piece.offset.map { piece.source + $0 <= begin } ?? false }
        }
        let target = begin.flatMap { begin in piece?.offset.map { begin - $0 } }
        var group: [GroupPacket] = []
        if let target {
            var isFound = false
            // What a crash left has no index, and may not be searched: then all of it is read up to there, which costs no decoding.
            if (try? source.container.seek(toKeyPictureBefore: target, of: source.video)) != nil {
                isFound = try Self.collect(&source, upTo: target, into: &group)
            }
            if !isFound {
                source = try Self.open(path, interrupt)
                group = []
                _ = try Self.collect(&source, upTo: target, into: &group)
            }
        }
        decoder = try PictureDecoder(
            source.container.makeParameters(of: source.video), name: path, orientation: .upright, diagnostics: .silent)
        self.source = consume source
        (self.stretch, self.group) = (stretch, group)
    }

    private static func open(_ path: String, _ interrupt: Interrupt) throws(JobError) -> FileSource {
        var source = try FileSource(path: path, interrupt: interrupt)
        source.container.select([source.video])
        return source
    }

    /// Reads up to a time, and keeps what comes from the last key picture before it on.
    ///
    /// - Returns: Whether it begins with a key picture that isn't after that time.
    private static func collect(
        _ source: inout FileSource, upTo target: Int64, into group: inout [GroupPacket]
    ) throws -> Bool {
        while let packet = try Self.read(&source.container) {
            guard packet.trackIndex == source.video.index else { continue }
            let time = packet.decodingTime ?? packet.presentationTime ?? 0
            if packet.isKey, time <= target || group.isEmpty { group = [] }
            let isLast = time > target
            if group.count < Self.longestGroup || isLast { group.append(GroupPacket(packet)) }
            if isLast || group.count >= Self.longestGroup { break }
        }
        guard let first = group.first else { return false }
        return first.isKey && first.time <= target
    }

    /// Damaged places are passed over.
    private static func read(_ container: inout InputContainer) throws(FFmpegError) -> Packet? {
        var failures = 0
        while true {
            do throws(FFmpegError) {
                switch try container.read() {
                case .packet(let packet): return packet
                case .finished: return nil
                }
            } catch {
                failures += 1
                guard error.code == .invalidData, failures < 64 else { return nil }
            }
        }
    }

    /// The next picture that the programme showed; `nil` at the file's end.
    mutating func picture(orientation wanted: (Int64) -> Orientation) throws -> SourcePicture? {
        while true {
            if let frame = try decoder.receive() {
                let own = frame.presentationTime ?? frame.bestEffortTime ?? lastTime
                let time = times.time(own: own, heldBack: decoder.codec.heldBack)
                let turned = wanted(time)
                if turned != orientation {
                    decoder.turn(turned)
                    orientation = turned
                }
                if let picture = try decoder.normalise(frame, time: time) { return picture }
                continue
            }
            guard !isRead else { return nil }
            var packet: Packet?
            if group.isEmpty {
                packet = try Self.read(&source.container)
            } else {
                packet = group.removeFirst().packet.take()
            }
            guard let packet else {
                try decoder.sendEnd()
                isRead = true
                continue
            }
            if packet.trackIndex == source.video.index { try send(packet) }
        }
    }

    /// Has a packet decoded, with its times on the programme's clock.
    private mutating func send(_ read: consuming Packet) throws {
        var packet = read
        guard let time = packet.presentationTime ?? packet.decodingTime else { return }
        let decoded = packet.decodingTime ?? time
        guard let offset = stretch.offset(at: time) else {
            // Others are made from it, and nobody has seen it.
            packet.hide()
            _ = try decoder.send(packet)
            return
        }
        packet.presentationTime = time + offset
        packet.decodingTime = decoded + offset
        lastTime = time + offset
        guard try decoder.send(packet) else { return }
        times.take(presentationTime: time + offset, decodingTime: decoded + offset)
    }
}

/// A packet that waits to be decoded.
private final class GroupPacket {
    let isKey: Bool
    let time: Int64
    var packet: Packet?

    init(_ packet: consuming Packet) {
        (isKey, time) = (packet.isKey, packet.decodingTime ?? packet.presentationTime ?? 0)
        self.packet = consume packet
    }
}
