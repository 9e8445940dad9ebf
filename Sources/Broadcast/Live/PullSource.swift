import FFmpegKit
import MediaModel

/// Reads a live source through libavformat, on a thread of its own; opens it again when it ends or breaks.
struct PullSource: ~Copyable {
    private let input: LiveInput
    private let video: BoundedQueue<CodedItem>
    private let audio: BoundedQueue<CodedItem>
    private let clock: GatedClock
    private let options: LiveOptions
    private let status: LiveStatus
    private let report: SourceReport
    private let programme: ProgrammeEnd
    private let recorder: SourceRecorder?
    /// For pacing a file.
    private let pace = MonotonicClock()
    private var paceStart: Int64 = 0

    /// How long a connection may take, and a stream may be silent.
    private static let patience = Duration.seconds(10)
    private static let longestPause: Int64 = 8_000_000_000

    init(
        _ input: LiveInput, video: BoundedQueue<CodedItem>, audio: BoundedQueue<CodedItem>, clock: GatedClock,
        options: LiveOptions, programme: ProgrammeEnd, status: LiveStatus, report: SourceReport,
        recorder: SourceRecorder?
    ) {
        self.recorder = recorder
        self.input = input
        self.video = video
        self.audio = audio
        self.clock = clock
        self.options = options
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
                let container = try open()
                hasWorked = true
                pause = 500_000_000
                status.count(\.sources)
                try read(container)
                if options.endsWithSource || isSingleFile { return endProgramme() }
                if case .pull = input { report.log("\(name): the stream has ended") }
            } catch {
                if isOver { return }
                // Before anything worked, a wrong address is the likelier reason, and nobody is served by trying.
                guard hasWorked else { throw explain(error) }
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

    private var name: String {
        switch input {
        case .pull(let stream): stream.shownURL
        case .file(let path, _): path
        case .listen: "the publisher"
        }
    }

    private func wait(_ pause: Int64) {
        let end = pace.now + pause
        while !isOver, pace.now < end { pace.wait(until: min(end, pace.now + 50_000_000)) }
    }

    /// The last pictures still wait for their time.
    private func endProgramme() {
        report.log("\(name): the source has ended, and the programme ends with it")
        programme.endSoon()
    }

    private func open() throws -> InputContainer {
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
        guard let picture = container.bestTrack({ if case .video = $0 { true } else { false } }) else {
            throw JobError(.inputUnusable, "\(name) has no video track; a show needs pictures")
        }
        let sound = container.bestTrack { if case .audio = $0 { true } else { false } }
        container.select([picture] + (sound.map { [$0] } ?? []))
        var feeder = LiveFeeder(
            video: video, audio: audio, clock: clock, options: options, status: status, report: report)
        var orientation = Orientation.upright
        if case .video(let description) = picture.kind { orientation = description.orientation }
        feeder.configure(.video, try container.makeParameters(of: picture), orientation: orientation)
        if let sound { feeder.configure(.audio, try container.makeParameters(of: sound), orientation: .upright) }
        if let recorder {
            recorder.begin()
            recorder.configure(.video, try container.makeParameters(of: picture), timeBase: picture.timeBase)
            if let sound {
                recorder.configure(.audio, try container.makeParameters(of: sound), timeBase: sound.timeBase)
            }
        }
        status.set(\.sourceName, "\(name) \(picture.codecName)\(sound.map { " + \($0.codecName)" } ?? "")")
        report.logOnce("\(name): \(picture.codecName)\(sound.map { ", \($0.codecName)" } ?? ", no sound")")

        var first: Int64?
        while !isOver {
            interrupt.allow(Self.patience)
            guard case .packet(let packet) = try readPacket(&container) else { return }
            let isPicture = packet.trackIndex == picture.index
            guard isPicture || packet.trackIndex == sound?.index else { continue }
            if case .file = input, let time = packet.decodingTime ?? packet.presentationTime {
                if first == nil { (first, paceStart) = (time, pace.now) }
                pace.wait(until: paceStart + min(time - (first ?? time), .max / 4))
            }
            try recorder?.keep(isPicture ? .video : .audio, packet)
            feeder.feed(isPicture ? .video : .audio, packet)
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

    private func explain(_ error: any Error) -> any Error {
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
