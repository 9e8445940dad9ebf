import FFmpegKit
import Logging
import MediaModel
import MediaTesting
import Show
import Synchronization
import Testing

@testable import Broadcast

/// A publisher as the network brings it: pictures and sound, with times of its own in whole milliseconds.
private struct Publisher: Sendable, CustomTestStringConvertible {
    var name: String
    /// What its clock says at a time on ours; both in milliseconds.
    var clock: @Sendable (Double) -> Double
    /// How long packets of a kind take, in milliseconds.
    var pictureDelay = 40.0
    var soundDelay = 40.0
    var hasPictures = true
    var hasSound = true
    /// When something happens to it, in milliseconds; it settles within two seconds.
    var event = 0.0

    var testDescription: String { name }

    struct Sent {
        var kind: TrackKind
        var made: Double
        var arrival: Double
        var isKey: Bool
    }

    /// Ten seconds, in the order of arrival.
    var packets: [Sent] {
        var sent: [Sent] = []
        if hasPictures {
            for number in 0..<300 {
                let made = Double(number) * 1_000 / 30
                sent.append(Sent(kind: .video, made: made, arrival: made + pictureDelay, isKey: number % 30 == 0))
            }
        }
        if hasSound {
            for number in 0..<468 {
                let made = Double(number) * 1_024 / 48
                sent.append(Sent(kind: .audio, made: made, arrival: made + soundDelay, isKey: true))
            }
        }
        return sent.sorted { $0.arrival < $1.arrival }
    }
}

@Suite struct SourceFeederTests {
    private static let publishers = [
        Publisher(name: "from 0", clock: { $0 }),
        Publisher(name: "from 2³² − 1000 ms", clock: { 4_294_966_296 + $0 }),
        Publisher(
            name: "from the year 1970", clock: { 1_763_800_000_000.0.truncatingRemainder(dividingBy: 9e11) + $0 }),
        Publisher(name: "ten seconds ahead", clock: { $0 < 4_000 ? $0 : $0 + 10_000 }, event: 4_000),
        Publisher(name: "nine seconds ahead", clock: { $0 < 4_000 ? $0 : $0 + 9_000 }, event: 4_000),
        Publisher(name: "a minute ahead", clock: { $0 < 4_000 ? $0 : $0 + 60_000 }, event: 4_000),
        Publisher(name: "ten seconds back", clock: { $0 < 4_000 ? $0 + 20_000 : $0 + 10_000 }, event: 4_000),
        Publisher(name: "a moment back", clock: { $0 < 4_000 ? $0 + 20_000 : $0 + 19_600 }, event: 4_000),
        Publisher(name: "back to 0", clock: { $0 < 4_000 ? $0 + 3_600_000 : $0 - 4_000 }, event: 4_000),
        Publisher(name: "sound 300 ms late", clock: { $0 }, soundDelay: 340, event: 400),
        Publisher(name: "pictures 300 ms late", clock: { $0 }, pictureDelay: 340, event: 400),
        Publisher(name: "pictures only", clock: { $0 }, hasSound: false),
        Publisher(name: "sound only", clock: { $0 }, hasPictures: false),
    ]

    /// Where a packet was put, in milliseconds.
    private struct Placed {
        var kind: TrackKind
        var made: Double
        var arrival: Double
        var shown: Double
    }

    private func place(_ publisher: Publisher, audioDelay: Int64 = 0) throws -> [Placed] {
        var bench = FeederBench(audioDelay: audioDelay)
        var placed: [Placed] = []
        let bytes: [UInt8] = [1, 2, 3]
        for sent in publisher.packets {
            bench.clock.wait(until: Int64(sent.arrival * 1_000_000))
            let own = Int64(publisher.clock(sent.made).rounded(.down)) * 1_000_000
            try bench.feeder.feed(
                sent.kind,
                try Packet(copying: bytes.span, presentationTime: own, decodingTime: own, isKey: sent.isKey))
            let queue = sent.kind == .video ? bench.chain.video : bench.chain.audio
            while let item = queue.tryPop() {
                guard case .packet(let packet) = item, let time = packet.presentationTime else { continue }
                placed.append(
                    Placed(
                        kind: sent.kind, made: sent.made, arrival: sent.arrival, shown: Double(time) / 1_000_000))
            }
        }
        return placed
    }

    @Test(arguments: publishers)
    fileprivate func showsWhatItGetsInTimeAndInSync(publisher: Publisher) throws {
        let placed = try place(publisher)
        #expect(placed.count == publisher.packets.count)
        let settled = placed.filter { $0.made > max(2_500, publisher.event + 2_500) }
        // A jitter buffer after the later track's arrival, give or take what the clock's rounding and its rate allow.
        let delay = max(
            publisher.hasPictures ? publisher.pictureDelay : 0, publisher.hasSound ? publisher.soundDelay : 0)
        for packet in settled {
            let lag = packet.shown - packet.made
            #expect(abs(lag - delay - 100) < 40, "\(packet)")
            #expect(packet.shown > packet.arrival, "\(packet)")
        }
        for kind in [TrackKind.video, .audio] {
            let times = settled.filter { $0.kind == kind }.map(\.shown)
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        }
        // What was made at one instant is seen and heard at one.
        guard publisher.hasPictures, publisher.hasSound else { return }
        let lags = [TrackKind.video, .audio].map { kind in
            settled.filter { $0.kind == kind }.map { $0.shown - $0.made }.sorted()
        }
        let difference = abs(lags[0][lags[0].count / 2] - lags[1][lags[1].count / 2])
        #expect(difference <= 20, "\(difference) ms")
    }

    /// Before and after a jump alike: nothing is put so far ahead that it would stand in the way of what follows.
    @Test(arguments: publishers) fileprivate func putsNothingFarAhead(publisher: Publisher) throws {
        for packet in try place(publisher) where packet.made > 500 {
            #expect(packet.shown - packet.arrival < 10_200, "\(packet)")
            #expect(packet.arrival - packet.shown < 1_000, "\(packet)")
        }
    }

    /// Neither may come before it has arrived: what is to be earlier stays, and the other comes later.
    @Test(arguments: [-500, -120, 0, 300, 500])
    func movesSoundOrPicturesLater(milliseconds: Int) throws {
        let placed = try place(Self.publishers[0], audioDelay: Int64(milliseconds) * 1_000_000)
        let settled = placed.filter { $0.made > 2_500 }
        #expect(settled.allSatisfy { $0.shown > $0.arrival })
        let lags = [TrackKind.video, .audio].map { kind in
            settled.filter { $0.kind == kind }.map { $0.shown - $0.made }.sorted()
        }
        let offset = lags[1][lags[1].count / 2] - lags[0][lags[0].count / 2]
        #expect(abs(offset - Double(milliseconds)) <= 20)
    }

    /// OBS left alone has one every 8.3 s; who has none is told.
    @Test(arguments: [8, 30]) func saysThatNoKeyPictureComes(seconds: Int) throws {
        let log = LineLog()
        var bench = FeederBench(log: log)
        for number in 0..<30 * seconds {
            let time = Int64(number) * 1_000_000_000 / 30
            bench.clock.wait(until: time)
            try bench.feeder.feed(
                .video,
                try Packet(copying: [1, 2, 3].span, presentationTime: time, decodingTime: time, isKey: false))
        }
        #expect(log.lines.count == (seconds > 12 ? 1 : 0))
        #expect(log.lines.allSatisfy { $0.contains("none that decoding can start at") })
        #expect(bench.chain.video.depth == 0)
    }

    /// While a source settles its times move back a little, amid a group of reordered pictures: each still has its own time.
    @Test func aPictureHasItsPacketsTimeWhereTheClockWasSetBack() throws {
        var times: [Int64] = []
        let shown = try shownTimes { packet in
            // By a picture; RTMP rounds either time by itself.
            if times.count >= 3 {
                packet.decodingTime = packet.decodingTime.map { $0 - 33_000_000 }
                packet.presentationTime = packet.presentationTime.map { $0 - 34_000_000 }
            }
            times.append(packet.presentationTime ?? 0)
        }
        #expect(shown.sorted() == times.sorted())
    }

    /// A decoder holds some pictures back: those of a source that has ended, or goes on in another way, are shown all the same.
    @Test(arguments: [false, true]) func noPictureIsLostAtAnEnd(goesOn: Bool) throws {
        let times = try shownTimes(rounds: goesOn ? 2 : 1)
        #expect(times.count == (goesOn ? 60 : 30))
        #expect(times.prefix(30) == times.prefix(30).sorted()[...])
        #expect(Set(times).count == 30)
    }

    /// When the pictures of a second with two B pictures in a row are to be shown, as they come out of the decoder.
    private func shownTimes(rounds: Int = 1, change: (inout Packet) -> Void = { _ in }) throws -> [Int64] {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "b.mp4", "-f lavfi -i testsrc2=size=64x64:rate=30:duration=1",
            "-c:v libx264 -x264-params bframes=2:b-adapt=0:keyint=16:scenecut=0 -pix_fmt yuv420p")
        var options = LiveOptions(preset: Preset(name: "test", layers: []), output: "")
        options.jitterBuffer = 2_000_000_000
        let chain = SourceChain.test(options: options)
        for _ in 0..<rounds {
            var container = try InputContainer(file: path, interrupt: Interrupt())
            _ = chain.video.push(
                .configuration(try container.makeParameters(of: container.tracks[0]), orientation: .upright))
            while case .packet(var packet) = try container.read() {
                change(&packet)
                _ = chain.video.push(.packet(packet))
            }
        }
        _ = chain.video.push(.end)
        chain.video.close()
        try LivePictureDecoder(chain).run()
        var times: [Int64] = []
        while let entry = chain.pictures.pop() { times.append(entry.picture.time) }
        return times
    }
}

/// A feeder whose programme has begun, and what it fills.
private struct FeederBench: ~Copyable {
    let clock = VirtualClock()
    let chain: SourceChain
    var feeder: SourceFeeder

    init(audioDelay: Int64 = 0, log: any LogHandler = SwiftLogNoOpLogHandler()) {
        var options = LiveOptions(preset: Preset(name: "test", layers: []), output: "")
        options.audioDelay = audioDelay
        chain = SourceChain.test(options: options, context: .test(clock: clock, log: log))
        feeder = SourceFeeder("test", chain)
    }
}
