import FFmpegKit
import MediaModel

/// Decodes one track's pictures and makes them alike. What is damaged is counted and left out.
///
/// When a picture is to be shown, and where it goes, is for its owner to decide: ``FilePictureDecoder`` waits for whoever takes them, and
/// ``LivePictureDecoder`` for nobody. Belongs to one thread.
struct PictureDecoder: ~Copyable {
    /// Its owner may say how it is to decode. Packets go in, and pictures come out, by what is below.
    var codec: VideoDecoder
    private var normaliser: PictureNormaliser
    private let name: String
    private let diagnostics: Diagnostics
    private var hasKey = false
    /// When the first packet's picture was to be seen, if decoding can't start there; `nil` as soon as it can.
    private var blindSince: Int64?

    /// - Parameters:
    ///   - isPrompt: See ``VideoDecoder/init(_:isPrompt:)``.
    ///   - name: The source's, for sentences about it.
    ///   - orientation: How to turn the coded pictures.
    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(
        _ parameters: borrowing CodecParameters, isPrompt: Bool = false, name: String, orientation: Orientation,
        diagnostics: Diagnostics
    ) throws(FFmpegError) {
        codec = try VideoDecoder(parameters, isPrompt: isPrompt)
        normaliser = PictureNormaliser(name: name, orientation: orientation, diagnostics: diagnostics)
        (self.name, self.diagnostics) = (name, diagnostics)
    }

    /// Turns the pictures that follow otherwise.
    mutating func turn(_ orientation: Orientation) {
        normaliser = PictureNormaliser(name: name, orientation: orientation, diagnostics: diagnostics)
    }

    /// Takes a packet. Call ``receive()`` until it returns `nil` before sending the next.
    ///
    /// - Returns: `false` if the packet is lost.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func send(_ packet: borrowing Packet) throws(FFmpegError) -> Bool {
        if packet.isKey {
            hasKey = true
        } else if !hasKey, blindSince == nil {
            // A clip that was cut without encoding may begin between two key pictures.
            blindSince = packet.presentationTime ?? packet.decodingTime ?? 0
        }
        do throws(FFmpegError) {
            try codec.send(packet)
            return true
        } catch {
            if error.code == .outOfMemory { throw error }
            countDamage()
            return false
        }
    }

    /// Says that no packet follows: ``receive()`` hands out what is held back.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    mutating func sendEnd() throws(FFmpegError) {
        do throws(FFmpegError) {
            try codec.sendEnd()
        } catch {
            // A decoder that refuses to end has nothing more to give.
            if error.code == .outOfMemory { throw error }
        }
    }

    /// The next picture that is ready, as it was decoded; `nil` if another packet is needed, or nothing follows.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    mutating func receive() throws(FFmpegError) -> VideoFrame? {
        while true {
            do throws(FFmpegError) {
                switch try codec.receive() {
                case .needsInput: return nil
                case .finished: return nil
                case .frame(let frame):
                    if frame.isDamaged { diagnostics.countDamagedPicture() }
                    return frame
                }
            } catch {
                if error.code == .outOfMemory { throw error }
                countDamage()
                // Damage has other names too, such as "not yet implemented". What comes next is another packet's.
                if error.code != .invalidData { return nil }
            }
        }
    }

    /// Makes a picture that was received one like all others.
    ///
    /// - Parameter time: When to show it, in nanoseconds since the programme's start.
    /// - Returns: `nil` if it can't be used, which is counted.
    /// - Throws: ``JobError`` for pictures whose colours can't be read, or too small to show; ``FFmpegError`` without memory.
    mutating func normalise(_ frame: consuming VideoFrame, time: Int64) throws -> SourcePicture? {
        tellOfBlindness(until: time)
        do {
            return try normaliser.normalise(frame, time: time)
        } catch let error as FFmpegError where error.code != .outOfMemory {
            countDamage()
            return nil
        }
    }

    /// What can't be decoded before the first key picture was never damaged.
    private func countDamage() {
        if hasKey || blindSince == nil { diagnostics.countDamagedPicture() }
    }

    /// Says how much can't be seen, at the first picture.
    private mutating func tellOfBlindness(until time: Int64) {
        guard let begin = blindSince.take(), time > begin else { return }
        let tenths = (time - begin + 50_000_000) / 100_000_000
        diagnostics.warnOnce(
            "blind",
            "\(name) begins between two key pictures, as clips do that are cut without encoding: its first "
                + "\(tenths / 10).\(tenths % 10) s have no picture that can be decoded; the first that can stands there"
        )
    }
}
