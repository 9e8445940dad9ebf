import FFmpegKit
import MediaModel

/// Reads a live source through libavformat, on a thread of its own; opens it again when it ends or breaks.
struct PullSource: ~Copyable {
    private let input: LiveInput
    private let chain: SourceChain
    /// When the last picture that came is to be shown, on the programme's clock.
    private var lastPicture: Int64?
    /// For what doesn't come at its own speed, by ``pace``.
    private var schedule = SourceSchedule()
    /// Where the file is to go on, in nanoseconds from its start; `nil` for its start.
    private var position: Int64?
    /// How far a file's pictures have been handed on, likewise.
    private var reached: Int64 = 0
    /// Packets to be seen or heard, since the source was opened last.
    private var handedOn = 0
    /// What was said last of why it can't be read; `nil` while it can.
    private var trouble: String?
    /// What was opened before the programme was made.
    private var opened: InputContainer?

    /// How long a connection may take, and a stream may be silent.
    static let patience = Duration.seconds(10)
    /// How often a file that broke off is asked for again before the programme ends there: a quarter of a minute.
    private static let mostRetries = 5
    /// Even a file of one short picture that is played again and again is opened no more often.
    private static let shortestRound: Int64 = 33_000_000

    /// - Parameter opened: What ``openFirst(_:interrupt:)`` gave.
    init(_ input: LiveInput, opened: consuming InputContainer?, _ chain: SourceChain) {
        (self.input, self.chain) = (input, chain)
        self.opened = opened
    }

    private var context: BroadcastContext { chain.context }

    /// What goes on before the programme begins as well.
    private var pace: any ProgrammeClock { chain.context.clock.base }

    /// Reads until the programme stops, or the source ends if the programme is to end with it.
    ///
    /// - Throws: ``JobError`` if the source can't be had at all.
    consuming func run() throws {
        var retry = RetryPause()
        var hasWorked = false
        while !isOver {
            handedOn = 0
            let begin = pace.now
            do {
                let container = try opened.take() ?? Self.open(input, interrupt)
                hasWorked = true
                // First: whoever sees a new source must not take it to be where the last one ended.
                context.status.set(\.sourcePosition, position ?? 0)
                if position != nil { context.status.count(\.seeks) }
                context.status.count(\.sources)
                try read(container)
                if position != nil { continue }
                if chain.options.endsWithSource || isSingleFile { return endProgramme() }
                if case .pull = input { context.diagnostics.log("\(name): the stream has ended") }
                if case .file = input, handedOn > 0 {
                    retry.reset()
                    wait(max(0, begin + Self.shortestRound - pace.now))
                    continue
                }
                if handedOn == 0 { complain("\(name): there is nothing in it to be played; it is tried again") }
            } catch {
                if isOver { return }
                // Before anything worked, a wrong address is the likelier reason, and nobody is served by trying.
                guard hasWorked else { throw Self.explain(error, input) }
                if isSingleFile {
                    // Where it was, for nobody wants to see it from its start; or its end, if it stays away.
                    guard retry.failures < Self.mostRetries else { return breakOff(error) }
                    position = reached
                } else if chain.options.endsWithSource {
                    return endProgramme()
                }
                complain("\(words(error)); it is tried again")
            }
            if handedOn > 0 { retry.reset() }
            wait(retry.next())
        }
    }

    /// Says why the source can't be read, unless that was said last.
    private mutating func complain(_ text: String) {
        guard text != trouble else { return }
        trouble = text
        context.diagnostics.warn(text)
    }

    private mutating func noteHandedOn() {
        handedOn += 1
        guard trouble != nil else { return }
        trouble = nil
        context.diagnostics.log("\(name): it can be read again")
    }

    private func breakOff(_ error: any Error) {
        let tenths = reached / 100_000_000
        context.diagnostics.warn(
            "\(words(error)); the programme ends where it broke off, after \(tenths / 10).\(tenths % 10) s of it")
        endProgramme()
    }

    private func words(_ error: any Error) -> String {
        guard let error = error as? FFmpegError else { return (error as? JobError)?.message ?? "\(name): \(error)" }
        let reason = error.code == .interrupted ? "nothing has come for 10 s" : error.code.message
        return "\(name) can't be read: \(reason)"
    }

    private var isOver: Bool { chain.programme.isOver }

    private var interrupt: Interrupt { chain.programme.interrupt }

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

    /// Waits until a packet of this time is due. Until then the source stands still, and is there.
    ///
    /// - Returns: `false` if it isn't wanted any more, as the programme is over or is to go on elsewhere.
    private mutating func wait(for time: Int64, _ trust: TimeTrust) -> Bool {
        guard let instant = schedule.due(time, at: pace.now, longestWait: trust.longestWait(before: time)) else {
            return true
        }
        while pace.now < instant {
            guard !isOver, !chain.controls.wantsPosition else { return false }
            // In steps, each of which says that the source is there, and hears of a stop and of another position.
            if case .file = input, !chain.controls.settings.isCut { chain.pulse.note(at: context.clock.now) }
            pace.wait(until: min(instant, pace.now + 50_000_000))
        }
        return true
    }

    /// In steps, as a stop may come at any time and a clock knows nothing of it.
    private func wait(_ pause: Int64) {
        let end = pace.now + pause
        while !isOver, pace.now < end { pace.wait(until: min(end, pace.now + 50_000_000)) }
    }

    /// The last pictures still wait for their time.
    private func endProgramme() {
        context.diagnostics.log("\(name): the source has ended, and the programme ends with it")
        chain.programme.endSoon(after: lastPicture)
    }

    private mutating func read(_ opened: consuming InputContainer) throws {
        var container = opened
        let picture = container.bestTrack { if case .video = $0 { true } else { false } }
        // A pulled stream's may still come.
        if case .file = input, picture == nil {
            throw JobError(.inputUnusable, "\(name) has no video track; a show needs pictures")
        }
        let sound = container.bestTrack { if case .audio = $0 { true } else { false } }
        for note in SourceTracks.notes(on: container, isSilent: sound == nil) {
            context.diagnostics.warnOnce(note, note)
        }
        var trust = TimeTrust.none
        if case .file = input { trust = TimeTrust(container, [picture, sound].compactMap(\.self)) }
        var tracks = PulledTracks(name, chain, trust: trust)
        try tracks.begin(&container, at: pace.now)
        let (seconds, _) = Self.patience.components
        let deadline = pace.now + seconds * 1_000_000_000

        // Whether the stream ends or breaks: its last pictures are still to be shown.
        defer { lastPicture = tracks.feeder.finish() }
        schedule = SourceSchedule()
        var first = position == nil ? nil : picture?.startTime ?? 0
        // Before it nothing is seen or heard.
        let begin = position.map { $0 + (first ?? 0) } ?? .min
        position = nil
        var lastEnd: Int64?
        if begin > .min, let picture { try container.seek(toKeyPictureBefore: begin, of: picture) }
        while !isOver {
            if case .file(_, loops: true) = input, let wanted = chain.controls.takePosition() {
                position = wanted
                return
            }
            interrupt.allow(Self.patience)
            guard case .packet(var packet) = try readPacket(&container) else {
                if case .file = input, let picture { finish(picture, trust, lastEnd) }
                return
            }
            let kind = try tracks.receive(&packet, from: &container, at: pace.now)
            if !tracks.hasPictures, pace.now > deadline { throw Self.noPicturesCame(name) }
            guard let kind else { continue }
            let isPicture = kind == .video
            let isBefore = (packet.presentationTime ?? packet.decodingTime).map { $0 < begin } ?? false
            if isBefore || packet.isHidden {
                // What an edit list hides is decoded as well, if it belongs to what comes next.
                if isPicture || !isBefore { tracks.feeder.prepare(kind, packet) }
                continue
            }
            if needsPace, let time = packet.decodingTime ?? packet.presentationTime {
                guard wait(for: time, trust) else { continue }
                let end = (packet.presentationTime ?? time) + packet.duration
                lastEnd = lastEnd.map { abs(end - $0) < TimestampNormaliser.longestGap ? max($0, end) : end } ?? end
            }
            noteHandedOn()
            if isPicture, let time = packet.presentationTime {
                reached = max(0, time - (first ?? time))
                context.status.set(\.sourcePosition, reached)
                first = first ?? time
            }
            try tracks.feeder.feed(kind, packet)
        }
    }

    /// The last picture stays as long as it is to, and a file that is played again begins anew where it ended.
    ///
    /// - Parameter lastEnd: When the last packet's picture or sound ends, by the file.
    private mutating func finish(_ picture: TrackDescription, _ trust: TimeTrust, _ lastEnd: Int64?) {
        guard var end = lastEnd else { return }
        let start = picture.startTime ?? 0
        if picture.signs.packetCount != nil, let last = picture.signs.lastIndexedTime {
            if last - start - reached > TimestampNormaliser.sameJump {
                if isSingleFile { context.diagnostics.warn("\(name) ends early; what is there was used") }
            } else if picture.signs.isWhole, let duration = picture.duration {
                end = max(end, start + duration)
            }
        }
        _ = wait(for: end, trust)
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
}
