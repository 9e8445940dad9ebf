import FFmpegKit
import MediaModel

/// Writes a live source's packets into files, on a thread of its own: one file for as long as its source, codecs and sizes stay.
///
/// A file that can't be written is given up, and another tried half a minute later: the disk may have room again.
struct SourceRecording: ~Copyable {
    private typealias Kind = TrackKind

    private let target: SourceRecordingFile
    private let recorder: SourceRecorder
    private let context: BroadcastContext
    private let clock: any ProgrammeClock
    private var video = RecordedTrack()
    private var audio = RecordedTrack()
    private var file: OpenFile?
    /// Those that came before it was known what tracks there are.
    private var held: [HeldPacket] = []
    private var nextNumber = 1
    /// After a failure: when to try again.
    private var pauseEnd: Int64?
    private var fileCount = 0

    /// How long a file waits for a track that nobody has announced, and for the first picture of one that was; in nanoseconds.
    static let patience: Int64 = 2_000_000_000
    static let keyPatience: Int64 = 10_000_000_000
    /// And how much for, in packets; 20 s of sound and pictures.
    private static let mostHeld = 2_000
    private static let pause: Int64 = 30_000_000_000
    /// A source that changes its mind all day long mustn't fill the disk with files.
    private static let mostFiles = 1_000
    /// How long a disk may take for what waits when the programme is over.
    private static let lastPatience: Int64 = 10_000_000_000

    /// - Parameter clock: For pauses and patience.
    init(
        _ target: SourceRecordingFile, recorder: SourceRecorder, clock: any ProgrammeClock, context: BroadcastContext
    ) {
        (self.target, self.recorder, self.clock) = (target, recorder, clock)
        self.context = context
    }

    /// Records until the source is over, and completes the file. Never fails: what can't be recorded is counted and said.
    consuming func run() {
        var deadline: Int64?
        while let item = recorder.items.pop() {
            if recorder.isFinished, deadline == nil { deadline = clock.now + Self.lastPatience }
            if let deadline, clock.now > deadline {
                recorder.lose(recorder.items.depth + 1, "the disk is too slow")
                break
            }
            switch consume item {
            case .begin:
                endFile()
                video = RecordedTrack()
                audio = RecordedTrack()
            case .configuration(let kind, let parameters, let timeBase):
                configure(kind, parameters, timeBase)
            case .packet(let kind, let packet, let offset):
                recorder.release(bytes: packet.byteCount)
                take(kind, packet, offset)
            }
        }
        endFile()
    }

    private mutating func configure(
        _ kind: TrackKind, _ parameters: consuming CodecParameters, _ timeBase: TrackDescription.TimeBase
    ) {
        // What came before is coded otherwise.
        if track(kind, { $0.isInUse }) { endFile() }
        switch kind {
        case .video: video = RecordedTrack(parameters, timeBase: timeBase)
        case .audio: audio = RecordedTrack(parameters, timeBase: timeBase)
        }
    }

    private mutating func take(_ kind: TrackKind, _ packet: consuming Packet, _ offset: Int64?) {
        do throws(FFmpegError) {
            if let changed = try track(kind, { track throws(FFmpegError) in try track.parameters?.changed(by: packet) })
            {
                let timeBase = track(kind) { $0.timeBase }
                configure(kind, changed, timeBase)
            }
            if !track(kind, { $0.isComplete }) {
                guard kind == .audio || packet.isKey else {
                    // A stream that is joined midway: nobody can decode pictures before the first key picture.
                    return
                }
                try change(kind) { track throws(FFmpegError) in try track.complete(with: packet) }
            }
        } catch {
            return recorder.lose(1, "\(kind == .video ? "its pictures" : "its sound") can't be recorded: \(error)")
        }
        guard let times = settle(kind, packet) else { return recorder.lose(1, "the source sent packets without times") }
        change(kind) { $0.isInUse = true }
        let shown = packet.presentationTime ?? packet.decodingTime
        let item = HeldPacket(kind, packet, times, media: shown.flatMap { time in offset.map { time + $0 } })
        if file != nil, track(kind, { $0.number }) == nil { endFile() }
        if file != nil {
            write(item)
        } else {
            held.append(item)
            if isReady() { open() }
        }
    }

    /// - Returns: The times to write; `nil` if it has none.
    private mutating func settle(_ kind: TrackKind, _ packet: borrowing Packet) -> HeldPacket.Times? {
        guard let decoding = packet.decodingTime ?? packet.presentationTime else { return nil }
        let presentation = packet.presentationTime ?? decoding
        var answer = change(kind) { $0.order.settle(decoding: decoding, presentation: presentation) }
        if answer == .jump {
            endFile()
            (video.order, audio.order) = (PacketOrder(), PacketOrder())
            answer = change(kind) { $0.order.settle(decoding: decoding, presentation: presentation) }
        }
        guard case .times(let decoding, let presentation) = answer else { return nil }
        return .init(decoding: decoding, presentation: presentation)
    }

    /// Whether all tracks are there that are to be expected.
    private func isReady() -> Bool {
        if video.isInUse && audio.isInUse { return true }
        guard let first = held.first, let last = held.last else { return false }
        let patience = video.isAnnounced && audio.isAnnounced ? Self.keyPatience : Self.patience
        return last.times.decoding - first.times.decoding >= patience || held.count >= Self.mostHeld
    }

    // MARK: - The file

    private mutating func open() {
        if let pauseEnd {
            guard clock.now >= pauseEnd else {
                return loseHeld("its file could not be written; trying again every 30 s")
            }
            // A file begins with a picture that decoding can start at, where there are pictures.
            guard let start = held.firstIndex(where: { $0.isKey || !video.isAnnounced }) else {
                return loseHeld("its file could not be written; trying again every 30 s")
            }
            if start > 0 { recorder.lose(start, "its file could not be written; trying again every 30 s") }
            for item in held[..<start] { noteLoss(of: item) }
            held.removeFirst(start)
            self.pauseEnd = nil
        }
        guard fileCount < Self.mostFiles else { return loseHeld("it has \(Self.mostFiles) files, which is the most") }
        do {
            let (path, next) = try target.create(from: nextNumber)
            nextNumber = next
            fileCount += 1
            file = OpenFile(path: path, try makeFile(path))
            context.diagnostics.log("recording the source: \(path)")
            context.status.count(\.recordedFiles)
        } catch {
            return fail(error, target.path)
        }
        let due = held
        held = []
        for item in due { write(item) }
    }

    private mutating func makeFile(_ path: String) throws(FFmpegError) -> PacketFile {
        var made = try PacketFile(path: path, container: target.container)
        if video.isInUse { try video.add(to: &made, start: start(of: .video)) }
        if audio.isInUse { try audio.add(to: &made, start: start(of: .audio)) }
        try made.begin()
        return made
    }

    /// The earliest time of what is held, as the container counts it; in nanoseconds.
    private func start(of kind: TrackKind) -> Int64 {
        held.filter { $0.kind == kind }
            .map { target.container == .mp4 ? $0.times.decoding : $0.times.presentation }.min() ?? 0
    }

    private mutating func write(_ item: HeldPacket) {
        guard file != nil, let number = track(item.kind, { $0.number }), var packet = item.packet.take() else {
            noteLoss(of: item)
            return recorder.lose(1, "its file could not be written; trying again every 30 s")
        }
        let size = packet.byteCount
        packet.decodingTime = item.times.decoding
        packet.presentationTime = item.times.presentation
        do throws(FFmpegError) {
            try file?.packets.write(packet, to: number)
            context.status.count(\.recordedBytes, by: size)
            if item.kind == .video { file?.note(item, in: context.sourceMap) }
        } catch {
            fail(error, file?.path ?? target.path)
            noteLoss(of: item)
            recorder.lose(1, "its file could not be written; trying again every 30 s")
        }
    }

    private func noteLoss(of item: HeldPacket) {
        if item.kind == .video, let media = item.media { context.sourceMap?.noteLoss(at: media) }
    }

    private mutating func fail(_ error: any Error, _ path: String) {
        let reason = (error as? FFmpegError)?.code.message ?? "\(error)"
        context.tell(.disk(.sourceRecording(path, cause: reason)))
        loseHeld("its file could not be written; trying again every 30 s")
        file = nil
        (video.number, audio.number) = (nil, nil)
        pauseEnd = clock.now + Self.pause
    }

    private mutating func loseHeld(_ reason: String) {
        if !held.isEmpty { recorder.lose(held.count, reason) }
        for item in held { noteLoss(of: item) }
        held = []
    }

    /// Completes the file, if there is one or what is held makes one. What follows goes into another.
    private mutating func endFile() {
        if file == nil, !held.isEmpty { open() }
        if let ending = file.take() {
            let path = ending.path
            do throws(FFmpegError) {
                try ending.finish()
            } catch {
                fail(error, path)
            }
        }
        (video.number, audio.number) = (nil, nil)
        (video.isInUse, audio.isInUse) = (false, false)
    }

    // MARK: - Tracks

    private func track<Value: ~Copyable, Failure: Error>(
        _ kind: TrackKind, _ body: (borrowing RecordedTrack) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        kind == .video ? try body(video) : try body(audio)
    }

    @discardableResult
    private mutating func change<Value: ~Copyable, Failure: Error>(
        _ kind: TrackKind, _ body: (inout RecordedTrack) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        kind == .video ? try body(&video) : try body(&audio)
    }
}

/// A file that is being written.
private struct OpenFile: ~Copyable {
    let path: String
    var packets: PacketFile
    /// What is added to the file's times to have the programme's, as the map was told last; `nil` for what isn't shown.
    private var offset: Int64?
    private var isNoted = false

    /// A source's clock drifts by less than this in a second; who shows pictures by the map notices less.
    private static let leastChange: Int64 = 1_000_000

    init(path: String, _ packets: consuming PacketFile) {
        self.path = path
        self.packets = packets
    }

    /// Tells the map of a picture that was written, if it doesn't follow from what it was told before.
    mutating func note(_ item: HeldPacket, in map: SourceMap?) {
        guard let map else { return }
        let source = item.times.presentation + packets.delay
        let offset = item.media.map { $0 - source }
        if isNoted {
            switch (offset, self.offset) {
            case (let new?, let old?) where abs(new - old) < Self.leastChange: return
            case (nil, nil): return
            default: break
            }
        }
        (self.offset, isNoted) = (offset, true)
        map.notePiece(ofFile: path, source: source, media: item.media)
    }

    consuming func finish() throws(FFmpegError) { try packets.finish() }
}
