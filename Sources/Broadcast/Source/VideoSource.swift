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
    private let report: SourceReport
    /// How long a picture lasts, if the source doesn't say.
    private let usualDuration: Int64
    private var last: (time: Int64, duration: Int64)?
    /// When the picture that stays longest ends.
    private var end: Int64 = 0
    private var count = 0

    /// A last picture stays this long at most: headers and recorders that crash write nonsense there, up to years.
    private static let longestPicture: Int64 = 60_000_000_000

    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(
        parameters: borrowing CodecParameters, video: TrackDescription.Video, orientation: Orientation, name: String,
        packets: BoundedQueue<Packet>, pictures: BoundedQueue<SourcePicture>, length: ProgrammeLength,
        report: SourceReport
    ) throws {
        decoder = try VideoDecoder(parameters)
        normaliser = PictureNormaliser(name: name, orientation: orientation, report: report)
        usualDuration =
            video.averageRate.map { Int64($0.denominator) * 1_000_000_000 / Int64($0.numerator) } ?? 33_333_333
        self.name = name
        self.packets = packets
        self.pictures = pictures
        self.length = length
        self.report = report
    }

    /// - Throws: ``JobError`` if no picture can be decoded or the pictures can't be used.
    consuming func run() throws {
        defer {
            // The reader must not wait for a decoder that is gone.
            packets.abandon()
            pictures.close()
        }
        while let packet = packets.pop() {
            do throws(FFmpegError) {
                try decoder.send(packet)
            } catch {
                report.countDamagedPicture()
                continue
            }
            guard try drain() else { return }
        }
        do throws(FFmpegError) {
            try decoder.sendEnd()
        } catch {
            // A decoder that refuses to end has nothing more to give.
        }
        if try drain() { report.countLostPictures(decoder.lostPictures) }
        guard count > 0 else { throw JobError(.inputUnusable, "\(name): no picture could be decoded") }
        length.reportVideoEnd(end)
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
                report.countDamagedPicture()
            } catch let error as FFmpegError where error.code != .outOfMemory {
                // Damage has other names too, such as "not yet implemented". What comes next is another packet's.
                report.countDamagedPicture()
                return true
            }
        }
    }

    private mutating func handOn(_ frame: consuming VideoFrame) throws -> Bool {
        if frame.isDamaged { report.countDamagedPicture() }
        let previous = last.map { $0.time + $0.duration } ?? 0
        let time = frame.bestEffortTime ?? previous
        let duration = min(frame.duration ?? usualDuration, Self.longestPicture)
        last = (time, duration)
        end = max(end, time + duration)
        count += 1
        return pictures.push(try normaliser.normalise(frame, time: time))
    }
}
