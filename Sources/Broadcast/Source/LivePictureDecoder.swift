import FFmpegKit
import MediaModel
import Show

/// Decodes a live source's pictures, on a thread of its own. Codec, size and rate may change at any time.
struct LivePictureDecoder: ~Copyable {
    private let chain: SourceChain
    /// `nil` until it is known how the pictures are coded, and after pictures that can't be shown.
    private var decoder: PictureDecoder?
    /// As the source says that its pictures are to be turned, and as they are.
    private var sourceOrientation = Orientation.upright
    private var orientation = Orientation.upright
    private var lastTime: Int64 = 0
    private var times = PictureTimes()
    /// Whether a decoder was too prompt for these pictures: sources like it lose no more.
    private var needsReordering = false
    private var tellSender: (@Sendable (String) -> Void)?
    private var assumedColors: ColorCodePoints?
    /// See ``SourcePicture/stretch``.
    private var stretch = 0

    init(_ chain: SourceChain) {
        self.chain = chain
    }

    private var context: BroadcastContext { chain.context }

    /// - Throws: ``FFmpegError`` without memory.
    consuming func run() throws {
        defer {
            chain.video.abandon()
            // Nothing more is to be looked at.
            chain.analyst.close()
        }
        while let input = chain.video.pop() {
            switch consume input {
            case .configuration(let parameters, let orientation):
                try open(parameters, orientation)
            case .sender(let tell):
                tellSender = tell
                assumedColors = nil
            case .colors(let codes):
                assumedColors = codes
                decoder?.codec.assumeColors(codes)
            case .speaker: break
            case .reordered:
                needsReordering = true
                decoder?.codec.holdBackTwo()
            case .end:
                try finish()
                stretch += 1
            case .restart:
                chain.pictures.removeAll()
                stretch += 1
            case .packet(let packet):
                try decode(packet)
            }
        }
    }

    private mutating func open(_ parameters: borrowing CodecParameters, _ orientation: Orientation) throws {
        let turned = orientation.then(chain.controls.settings.orientation)
        var opened: PictureDecoder
        do throws(FFmpegError) {
            opened = try PictureDecoder(
                parameters, isPrompt: !needsReordering, name: "the source", orientation: turned,
                diagnostics: context.diagnostics)
            opened.codec.assumeColors(assumedColors)
        } catch {
            if error.code == .outOfMemory { throw error }
            // The one before may still do: an odd configuration in a good stream costs nothing.
            return context.diagnostics.warnOnce(
                "undecodable pictures \(error)", "the source's pictures can't be decoded: \(error)")
        }
        try finish()
        if needsReordering { opened.codec.holdBackTwo() }
        (sourceOrientation, self.orientation) = (orientation, turned)
        decoder = consume opened
        times = PictureTimes()
    }

    /// Has the decoder give out what it still holds back, and closes it.
    private mutating func finish() throws {
        try decoder?.sendEnd()
        try receive()
        decoder = nil
    }

    private mutating func decode(_ packet: borrowing Packet) throws {
        guard decoder != nil else { return }
        let wanted = sourceOrientation.then(chain.controls.settings.orientation)
        if wanted != orientation {
            orientation = wanted
            decoder!.turn(wanted)
        }
        decoder!.codec.skipDisposable(chain.overload.skipsDisposablePictures)
        lastTime = packet.presentationTime ?? lastTime
        let decodingTime = packet.decodingTime ?? lastTime
        // Whoever announces reordered pictures gives the first a composition time, or none to any.
        if packet.isKey, lastTime == decodingTime { decoder!.codec.holdBackTwo() }
        guard try decoder!.send(packet) else { return }
        if !packet.isHidden { times.take(presentationTime: lastTime, decodingTime: decodingTime) }
        try receive()
    }

    /// Hands on what the decoder has ready.
    private mutating func receive() throws {
        while decoder != nil {
            guard let frame = try decoder!.receive() else {
                if decoder!.codec.wasTooPrompt { needsReordering = true }
                return
            }
            // The packet's own. What FFmpeg guesses is the decoding time, for good, as soon as the programme's clock has
            // once been set back, and a prompt decoder gives a picture out before its decoding time says.
            let own = frame.presentationTime ?? frame.bestEffortTime ?? lastTime
            let time = times.time(own: own, heldBack: decoder!.codec.heldBack)
            if let error = try show(frame, at: time) {
                // That may change with the next configuration.
                context.diagnostics.warnOnce("unusable \(error.message)", error.message)
                if error.code == .unreadableColors { tellSender?(error.message) }
                decoder = nil
            }
        }
    }

    /// - Returns: Why it can't be shown: it is too small, or its colours can't be read.
    private mutating func show(_ frame: consuming VideoFrame, at time: Int64) throws -> JobError? {
        do {
            guard var picture = try decoder?.normalise(frame, time: time) else { return nil }
            picture.stretch = stretch
            context.status.notePicture(size: picture.frame.size, time: time)
            let now = context.clock.now
            chain.pictures.push(picture, at: now)
            chain.analyst.offer(picture)
            chain.pulse.note(at: now)
            return nil
        } catch let error as JobError {
            return error
        }
    }
}
