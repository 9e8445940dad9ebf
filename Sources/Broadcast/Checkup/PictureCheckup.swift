import Captions
import FFmpegKit
import Foundation
import MediaModel

/// Decodes a source's pictures, and measures them. Belongs to one thread.
struct PictureCheckup: ~Copyable {
    /// Every so many samples of luma, across and down, are looked at: what stands, and what is black, shows in a few thousand.
    private static let grid = 16
    /// A picture whose samples differ by less on average, in steps of 256, shows what the one before did: coding alone changes more.
    private static let stillness = 0.3
    /// In steps of 256: what a lens cap leaves.
    private static let black = 24.0

    private var decoder: VideoDecoder
    private var facts: PictureFacts
    private var times: [Int64] = []
    private var keys: [Int64] = []
    private var bytes = 0
    private var before: [UInt8] = []
    private var now: [UInt8] = []
    private var (brightness, blacks, stills) = (0.0, 0, 0)
    private var stillSince: Int64?
    private var words = ClosedCaptionSurvey()

    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(
        _ container: borrowing InputContainer, _ track: TrackDescription, _ picture: TrackDescription.Video
    ) throws(FFmpegError) {
        decoder = try VideoDecoder(container.makeParameters(of: track))
        facts = PictureFacts()
        facts.codec = track.codecName
        facts.words.subtitles = container.subtitles
        facts.isTurned = picture.orientation != .upright
        facts.size =
            picture.orientation.transposes
            ? PixelSize(width: picture.size.height, height: picture.size.width) : picture.size
    }

    /// When its first picture is shown, in nanoseconds.
    var beginning: Int64? { times.min() }

    mutating func take(_ packet: borrowing Packet) {
        bytes += packet.byteCount
        if packet.isKey, let time = packet.presentationTime ?? packet.decodingTime { keys.append(time) }
        do throws(FFmpegError) {
            try decoder.send(packet)
        } catch {
            facts.damagedPictures += 1
            return
        }
        drain()
    }

    private mutating func drain() {
        while true {
            do throws(FFmpegError) {
                switch try decoder.receive() {
                case .needsInput: return
                case .finished: return
                case .frame(let frame): look(at: frame)
                }
            } catch {
                facts.damagedPictures += 1
                return
            }
        }
    }

    private mutating func look(at frame: consuming VideoFrame) {
        facts.count += 1
        if frame.isInterlaced { facts.isInterlaced = true }
        _ = frame.withClosedCaptions { words.take($0) }
        if frame.isDamaged { facts.damagedPictures += 1 }
        if frame.color.codes.needsMapping { facts.needsMapping = true }
        let time = frame.bestEffortTime
        if let time { times.append(time) }
        guard frame.size.width >= 2, frame.size.height >= 2 else { return }
        swap(&before, &now)
        now.removeAll(keepingCapacity: true)
        if frame.depth == 8 {
            frame.withPlanes(of: UInt8.self) { luma, _, _, layout in Self.sample(luma, layout, 0, into: &now) }
        } else {
            frame.withPlanes(of: UInt16.self) { luma, _, _, layout in Self.sample(luma, layout, 2, into: &now) }
        }
        let isFull = frame.color.isFullRange
        let mean = Double(now.reduce(0) { $0 + Int($1) }) / Double(max(1, now.count))
        brightness += isFull ? mean / 255 : (mean - 16) / 219
        if mean < (isFull ? Self.black - 16 : Self.black) { blacks += 1 }
        noteStillness(at: time)
    }

    /// - Parameter shift: By how many bits a sample is more than a byte.
    private static func sample<Sample: FixedWidthInteger>(
        _ luma: Span<Sample>, _ layout: PlaneLayout, _ shift: Int, into samples: inout [UInt8]
    ) {
        for y in stride(from: 0, to: layout.size.height, by: grid) {
            for x in stride(from: 0, to: layout.size.width, by: grid) {
                samples.append(UInt8(truncatingIfNeeded: luma[y * layout.lumaStride + x] >> Sample(shift)))
            }
        }
    }

    private mutating func noteStillness(at time: Int64?) {
        guard before.count == now.count, !now.isEmpty else { return }
        var difference = 0
        for index in now.indices { difference += abs(Int(now[index]) - Int(before[index])) }
        guard Double(difference) / Double(now.count) < Self.stillness else {
            stillSince = nil
            return
        }
        stills += 1
        guard let time else { return }
        let since = stillSince ?? time
        stillSince = since
        facts.longestFreeze = max(facts.longestFreeze, Double(time - since) / 1e9)
    }

    /// What was measured.
    consuming func finish() -> PictureFacts {
        do throws(FFmpegError) {
            try decoder.sendEnd()
            drain()
        } catch {
            // A decoder that refuses to end has nothing more to give.
        }
        var facts = facts
        let count = Double(max(1, facts.count))
        (facts.brightness, facts.blackShare) = (max(0, brightness / count), Double(blacks) / count)
        facts.frozenShare = Double(stills) / max(1, count - 1)
        let pace = PicturePace(times)
        (facts.duration, facts.rate, facts.unsteadiness) = (pace.duration, pace.rate, pace.unsteadiness)
        if pace.duration > 0 { facts.bitRate = Double(bytes * 8) / (pace.duration + 1 / max(1, pace.rate)) }
        let sorted = keys.sorted()
        (facts.words.channels, facts.words.services) = (words.channels.sorted(), words.services.sorted())
        facts.keyInterval = zip(sorted, sorted.dropFirst()).map { Double($1 - $0) / 1e9 }.max()
        return facts
    }
}
