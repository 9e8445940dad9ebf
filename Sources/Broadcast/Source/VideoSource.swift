import FFmpegKit
import MediaModel

/// Decodes a source's pictures and makes them alike, on a thread of its own.
struct VideoSource: ~Copyable {
    private var decoder: VideoDecoder
    private var normaliser: PictureNormaliser
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
    /// Until when the container has the last picture stay; `nil` if it doesn't say.
    private let containerEnd: Int64?
    /// When the first packet's picture was to be seen, if decoding can't start there; `nil` as soon as it can.
    private var blindSince: Int64?
    private var hasBegun = false

    /// A last picture stays this long at most: headers and recorders that crash write nonsense there, up to years.
    private static let longestPicture: Int64 = 60_000_000_000
    /// And that long at least, whatever its container says: a picture of most clips.
    private static let shortestLast: Int64 = 50_000_000
    /// Where its container says so, and has the index to prove it, so long.
    private static let longestStill: Int64 = 3_600_000_000_000

    /// - Parameter containerEnd: On the programme's clock, in nanoseconds: see ``FileSource/pictureEnd``.
    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(
        parameters: borrowing CodecParameters, video: TrackDescription.Video, orientation: Orientation, name: String,
        packets: BoundedQueue<Packet>, pictures: BoundedQueue<SourcePicture>, length: ProgrammeLength,
        diagnostics: Diagnostics, containerEnd: Int64? = nil
    ) throws {
        self.containerEnd = containerEnd
        decoder = try VideoDecoder(parameters)
        normaliser = PictureNormaliser(name: name, orientation: orientation, diagnostics: diagnostics)
        usualDuration =
            video.averageRate.map { Int64($0.denominator) * 1_000_000_000 / Int64($0.numerator) } ?? 33_333_333
        self.name = name
        self.packets = packets
        self.pictures = pictures
        self.length = length
        self.diagnostics = diagnostics
    }

    /// - Throws: ``JobError`` if no picture can be decoded or the pictures can't be used.
    consuming func run() throws {
        defer {
            // The reader must not wait for a decoder that is gone.
            packets.abandon()
            pictures.close()
        }
        while let packet = packets.pop() {
            noteBeginning(packet)
            do throws(FFmpegError) {
                try decoder.send(packet)
            } catch {
                countDamage()
                continue
            }
            guard try drain() else { return }
        }
        do throws(FFmpegError) {
            try decoder.sendEnd()
        } catch {
            // A decoder that refuses to end has nothing more to give.
        }
        if try drain() { diagnostics.countLostPictures(decoder.lostPictures) }
        guard count > 0 else { throw JobError(.inputUnusable, "\(name): no picture could be decoded") }
        if let containerEnd, let last, containerEnd - end <= Self.longestStill {
            // An edit list may also end in the middle of the last picture.
            end = max(containerEnd, last.time + min(last.duration, Self.shortestLast))
        }
        length.reportVideoEnd(end)
    }

    /// A clip that was cut without encoding may begin between two key pictures.
    private mutating func noteBeginning(_ packet: borrowing Packet) {
        if packet.isKey {
            hasBegun = true
        } else if !hasBegun, blindSince == nil {
            blindSince = packet.presentationTime ?? packet.decodingTime ?? 0
        }
    }

    /// What can't be decoded before the first key picture was never damaged.
    private func countDamage() {
        if hasBegun || blindSince == nil { diagnostics.countDamagedPicture() }
    }

    /// Says how much can't be seen, at the first picture.
    private mutating func endBlindness(at time: Int64) {
        guard let begin = blindSince.take(), time > begin else { return }
        let tenths = (time - begin + 50_000_000) / 100_000_000
        diagnostics.warnOnce(
            "blind",
            "\(name) begins between two key pictures, as clips do that are cut without encoding: its first "
                + "\(tenths / 10).\(tenths % 10) s have no picture that can be decoded; the first that can stands there"
        )
    }

    /// Hands on the pictures that are ready. Returns `false` when nobody wants them any more.
    private mutating func drain() throws -> Bool {
        while true {
            do {
                switch try decoder.receive() {
                case .needsInput: return true
                case .finished: return true
                case .frame(let frame):
                    guard try handOn(frame) else { return false }
                }
            } catch let error as FFmpegError where error.code == .invalidData {
                countDamage()
            } catch let error as FFmpegError where error.code != .outOfMemory {
                // Damage has other names too, such as "not yet implemented". What comes next is another packet's.
                countDamage()
                return true
            }
        }
    }

    private mutating func handOn(_ frame: consuming VideoFrame) throws -> Bool {
        if frame.isDamaged { diagnostics.countDamagedPicture() }
        let previous = last.map { $0.time + $0.duration } ?? 0
        let time = frame.bestEffortTime ?? previous
        endBlindness(at: time)
        let duration = min(frame.duration ?? usualDuration, Self.longestPicture)
        last = (time, duration)
        end = max(end, time + duration)
        count += 1
        return pictures.push(try normaliser.normalise(frame, time: time))
    }
}
