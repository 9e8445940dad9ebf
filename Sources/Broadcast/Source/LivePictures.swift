import FFmpegKit
import MediaModel
import Show

/// Decodes a live source's pictures, on a thread of its own. Codec, size and rate may change at any time.
struct LivePictures: ~Copyable {
    private var decoder: VideoDecoder?
    private var normaliser: PictureNormaliser
    private let chain: SourceChain
    /// As the source says that its pictures are to be turned, and as they are.
    private var sourceOrientation = Orientation.upright
    private var orientation: Orientation
    private var lastTime: Int64 = 0
    private var times = PictureTimes()
    /// Whether a decoder was too prompt for these pictures: sources like it lose no more.
    private var needsReordering = false
    private var tellSender: (@Sendable (String) -> Void)?
    private var assumedColors: ColorCodePoints?

    private static let name = "the source"

    init(_ chain: SourceChain) {
        self.chain = chain
        orientation = chain.controls.settings.orientation
        normaliser = PictureNormaliser(
            name: Self.name, orientation: orientation, diagnostics: chain.context.diagnostics)
    }

    private var context: BroadcastContext { chain.context }

    /// - Throws: ``FFmpegError`` without memory.
    consuming func run() throws {
        defer { chain.video.abandon() }
        while let item = chain.video.pop() {
            switch consume item {
            case .configuration(let parameters, let orientation):
                try open(parameters, orientation)
            case .sender(let tell):
                tellSender = tell
                assumedColors = nil
            case .colors(let codes):
                assumedColors = codes
                decoder?.assumeColors(codes)
            case .reordered:
                needsReordering = true
                decoder?.holdBackTwo()
            case .end:
                try finish()
            case .restart:
                chain.pictures.removeAll()
            case .packet(let packet):
                try decode(packet)
            }
        }
    }

    private mutating func open(_ parameters: borrowing CodecParameters, _ orientation: Orientation) throws {
        var opened: VideoDecoder
        do throws(FFmpegError) {
            opened = try VideoDecoder(parameters, isPrompt: !needsReordering)
            opened.assumeColors(assumedColors)
        } catch {
            if error.code == .outOfMemory { throw error }
            // The one before may still do: an odd configuration in a good stream costs nothing.
            return context.diagnostics.warnOnce(
                "undecodable pictures \(error)", "the source's pictures can't be decoded: \(error)")
        }
        try finish()
        if needsReordering { opened.holdBackTwo() }
        sourceOrientation = orientation
        turn(orientation.then(chain.controls.settings.orientation))
        decoder = consume opened
        times = PictureTimes()
    }

    /// Has the decoder give out what it still holds back, and closes it.
    private mutating func finish() throws {
        guard decoder != nil else { return }
        do throws(FFmpegError) {
            try decoder!.sendEnd()
        } catch {
            if error.code == .outOfMemory { throw error }
            decoder = nil
            return
        }
        try receive()
        decoder = nil
    }

    private mutating func turn(_ orientation: Orientation) {
        self.orientation = orientation
        normaliser = PictureNormaliser(
            name: Self.name, orientation: orientation, diagnostics: context.diagnostics)
    }

    private mutating func decode(_ packet: borrowing Packet) throws {
        guard decoder != nil else { return }
        let wanted = sourceOrientation.then(chain.controls.settings.orientation)
        if wanted != orientation { turn(wanted) }
        decoder!.skipDisposable(chain.overload.skipsDisposablePictures)
        lastTime = packet.presentationTime ?? lastTime
        let decodingTime = packet.decodingTime ?? lastTime
        // Whoever announces reordered pictures gives the first a composition time, or none to any.
        if packet.isKey, lastTime == decodingTime { decoder!.holdBackTwo() }
        do throws(FFmpegError) {
            try decoder!.send(packet)
        } catch {
            if error.code == .outOfMemory { throw error }
            context.diagnostics.countDamagedPicture()
            return
        }
        if !packet.isHidden { times.take(presentationTime: lastTime, decodingTime: decodingTime) }
        try receive()
    }

    /// Hands on what the decoder has ready.
    private mutating func receive() throws {
        while decoder != nil {
            do {
                guard case .frame(let frame) = try decoder!.receive() else { return noteOrder() }
                if frame.isDamaged { context.diagnostics.countDamagedPicture() }
                // The packet's own. What FFmpeg guesses is the decoding time, for good, as soon as the programme's clock has
                // once been set back, and a prompt decoder gives a picture out before its decoding time says.
                let own = frame.presentationTime ?? frame.bestEffortTime ?? lastTime
                let heldBack = heldBack
                let time = times.time(own: own, heldBack: heldBack)
                let picture = try normaliser.normalise(frame, time: time)
                context.status.notePicture(size: picture.frame.size, time: time)
                let now = context.clock.now
                chain.pictures.push(picture, at: now)
                chain.pulse.note(at: now)
            } catch let error as JobError {
                // Of colours that can't be read, or too small: that may change with the next configuration.
                context.diagnostics.warnOnce("unusable \(error.message)", error.message)
                if error.code == .unreadableColors { tellSender?(error.message) }
                decoder = nil
            } catch let error as FFmpegError where error.code == .invalidData {
                context.diagnostics.countDamagedPicture()
            } catch let error as FFmpegError where error.code != .outOfMemory {
                context.diagnostics.countDamagedPicture()
                return
            }
        }
    }

    private var heldBack: Int {
        switch decoder {
        case .some(let decoder): decoder.heldBack
        case nil: 0
        }
    }

    private mutating func noteOrder() {
        switch decoder {
        case .some(let decoder) where decoder.wasTooPrompt: needsReordering = true
        default: break
        }
    }
}
