import FFmpegKit
import MediaModel

/// Reads a live source through libavformat, on a thread of its own; opens it again when it ends or breaks.
struct PullSource: ~Copyable {
    private let input: LiveInput
    private let video: BoundedQueue<CodedItem>
    private let audio: BoundedQueue<CodedItem>
    private let clock: GatedClock
    private let options: LiveOptions
    private let controls: SourceControls
    private let status: LiveStatus
    private let report: SourceReport
    private let programme: ProgrammeEnd
    private let recorder: SourceRecorder?
    private let pace = MonotonicClock()
    /// When the last picture that came is to be shown, on the programme's clock.
    private var lastPicture: Int64?
    /// For what doesn't come at its own speed, by the clock `pace`.
    private var schedule = SourceSchedule()
    /// Where the file is to go on, in nanoseconds from its start; `nil` for its start.
    private var position: Int64?
    /// What was opened before the programme was made.
    private var opened: InputContainer?

    /// How long a connection may take, and a stream may be silent.
    private static let patience = Duration.seconds(10)
    private static let longestPause: Int64 = 8_000_000_000

    /// - Parameter opened: What ``openFirst(_:interrupt:)`` gave.
    init(
        _ input: LiveInput, opened: consuming InputContainer?, video: BoundedQueue<CodedItem>,
        audio: BoundedQueue<CodedItem>, clock: GatedClock, options: LiveOptions, controls: SourceControls,
        programme: ProgrammeEnd, status: LiveStatus, report: SourceReport, recorder: SourceRecorder?
    ) {
        self.recorder = recorder
        self.input = input
        self.opened = opened
        self.video = video
        self.audio = audio
        self.clock = clock
        self.options = options
        self.controls = controls
        self.status = status
        self.report = report
        self.programme = programme
    }

    /// Reads until the programme stops, or the source ends if the programme is to end with it.
    ///
    /// - Throws: ``JobError`` if the source can't be had at all.
    consuming func run() throws {
        defer {
            video.close()
            audio.close()
        }
        var pause: Int64 = 500_000_000
        var hasWorked = false
        while !isOver {
            do {
                let container = try opened.take() ?? Self.open(input, interrupt)
                hasWorked = true
                pause = 500_000_000
                // First: whoever sees a new source must not take it to be where the last one ended.
                status.set(\.sourcePosition, position ?? 0)
                if position != nil { status.count(\.seeks) }
                status.count(\.sources)
                try read(container)
                if position != nil { continue }
                if options.endsWithSource || isSingleFile { return endProgramme() }
                if case .pull = input { report.log("\(name): the stream has ended") }
            } catch {
                if isOver { return }
                // Before anything worked, a wrong address is the likelier reason, and nobody is served by trying.
                guard hasWorked else { throw Self.explain(error, input) }
                if options.endsWithSource { return endProgramme() }
                report.log("\(name): \(error)")
            }
            if case .file = input { continue }
            wait(pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private var isOver: Bool { programme.isOver }

    private var interrupt: Interrupt { programme.interrupt }

    private var isSingleFile: Bool { if case .file(_, loops: false) = input { true } else { false } }

    private var name: String { Self.name(of: input) }

    private static func name(of input: LiveInput) -> String {
        switch input {
        case .pull(let stream): stream.shownURL
        case .file(let path, _): path
        case .listen: "the publisher"
        }
    }

    /// Files, and segments, which come three at once at the beginning and then one at a time.
    private var needsPace: Bool {
        switch input {
        case .file: true
        case .pull(let stream): stream.isSegmented
        case .listen: false
        }
    }

    /// Waits until a packet of this time is due.
    private mutating func wait(for time: Int64) {
        if let instant = schedule.due(time, at: pace.now) { pace.wait(until: instant) }
    }

    private func wait(_ pause: Int64) {
        let end = pace.now + pause
        while !isOver, pace.now < end { pace.wait(until: min(end, pace.now + 50_000_000)) }
    }

    /// The last pictures still wait for their time.
    private func endProgramme() {
        report.log("\(name): the source has ended, and the programme ends with it")
        programme.endSoon(after: lastPicture)
    }

    /// Opens a source that is there by itself, so that a wrong name or address is known before anything is written.
    ///
    /// - Returns: `nil` for those that come when they like.
    /// - Throws: ``JobError`` in words for whoever named it.
    static func openFirst(_ input: LiveInput, interrupt: Interrupt) throws -> InputContainer? {
        switch input {
        case .listen: return nil
        case .file(let path, _):
            let source = try FileSource(path: path, interrupt: interrupt)
            return source.container
        case .pull(let stream):
            if stream.isListener { return nil }
            do {
                var container = try open(input, interrupt)
                try awaitPictures(&container, of: stream, interrupt)
                if let track = container.bestTrack({ if case .video = $0 { true } else { false } }),
                    case .video(let picture) = track.kind
                {
                    try PictureNormaliser.check(picture, name: stream.shownURL)
                }
                return container
            } catch {
                throw explain(error, input)
            }
        }
    }

    /// Reads until pictures come, where there are none yet, for as long as a connection may take.
    private static func awaitPictures(
        _ container: inout InputContainer, of stream: NetworkStream, _ interrupt: Interrupt
    ) throws {
        guard container.bestTrack({ if case .video = $0 { true } else { false } }) == nil else { return }
        interrupt.allow(Self.patience)
        defer { interrupt.allow(nil) }
        do throws(FFmpegError) {
            while case .packet(let packet) = try container.read() {
                let track = container.tracks.first { $0.index == packet.trackIndex }
                guard case .video = track?.kind else { continue }
                return container.putBack(packet)
            }
        } catch {
            guard error.code == .interrupted, !interrupt.isRequested else { throw error }
        }
        throw noPicturesCame(stream.shownURL)
    }

    private static func noPicturesCame(_ name: String) -> JobError {
        JobError(.inputUnusable, "\(name) has sent no pictures for \(patience); a show needs them")
    }

    private static func open(_ input: LiveInput, _ interrupt: Interrupt) throws -> InputContainer {
        interrupt.allow(Self.patience)
        defer { interrupt.allow(nil) }
        switch input {
        case .pull(let stream):
            // A listener waits for its sender as long as it takes.
            if stream.isListener { interrupt.allow(nil) }
            return try InputContainer(stream, interrupt: interrupt)
        case .file(let path, _):
            return try InputContainer(file: path, interrupt: interrupt)
        case .listen:
            preconditionFailure("publishers come by themselves")
        }
    }

    private mutating func read(_ opened: consuming InputContainer) throws {
        var container = opened
        var tracks = PulledTracks(
            name: name,
            feeder: LiveFeeder(
                video: video, audio: audio, clock: clock, options: options, controls: controls,
                status: status, report: report),
            recorder: recorder, status: status, report: report)
        try tracks.begin(&container, at: pace.now)
        let picture = container.bestTrack { if case .video = $0 { true } else { false } }
        // A pulled stream's may still come.
        if case .file = input, picture == nil {
            throw JobError(.inputUnusable, "\(name) has no video track; a show needs pictures")
        }
        let (seconds, _) = Self.patience.components
        let deadline = pace.now + seconds * 1_000_000_000

        // Whether the stream ends or breaks: its last pictures are still to be shown.
        defer { lastPicture = tracks.finish() }
        schedule = SourceSchedule()
        var first = position == nil ? nil : picture?.startTime ?? 0
        // Before it nothing is seen or heard.
        let begin = position.map { $0 + (first ?? 0) } ?? .min
        position = nil
        if begin > .min, let picture { try container.seek(toKeyPictureBefore: begin, of: picture) }
        while !isOver {
            if case .file(_, loops: true) = input, let wanted = controls.takePosition() {
                position = wanted
                return
            }
            interrupt.allow(Self.patience)
            guard case .packet(let packet) = try readPacket(&container) else { return }
            let kind = try tracks.kind(of: packet, in: container, at: pace.now)
            if !tracks.hasPictures, pace.now > deadline { throw Self.noPicturesCame(name) }
            guard let kind else { continue }
            let isPicture = kind == .video
            if let time = packet.presentationTime ?? packet.decodingTime, time < begin {
                if isPicture { tracks.prepare(packet) }
                continue
            }
            if needsPace, let time = packet.decodingTime ?? packet.presentationTime { wait(for: time) }
            if isPicture, let time = packet.presentationTime {
                status.set(\.sourcePosition, max(0, time - (first ?? time)))
                first = first ?? time
            }
            try tracks.feed(kind, packet)
        }
    }

    /// Damaged places are passed over.
    private func readPacket(_ container: inout InputContainer) throws(FFmpegError) -> InputContainer.Answer {
        var failures = 0
        while true {
            do throws(FFmpegError) {
                return try container.read()
            } catch {
                failures += 1
                guard error.code == .invalidData, failures < 1_000 else { throw error }
            }
        }
    }

    private static func explain(_ error: any Error, _ input: LiveInput) -> any Error {
        guard let error = error as? FFmpegError else { return error }
        switch input {
        case .file(let path, _):
            return JobError(.inputUnusable, "\(path) isn't media that can be decoded: \(error.code.message)")
        case .pull(let stream):
            let reason = error.code == .interrupted ? "nobody answered in 10 s" : error.code.message
            return JobError(.unavailable, "\(stream.shownURL) can't be read: \(reason); is the stream on air?")
        case .listen:
            return error
        }
    }
}
