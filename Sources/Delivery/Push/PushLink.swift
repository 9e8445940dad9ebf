import Broadcast
import FFmpegKit
import Ingest
import MediaModel

/// What a destination gets: a rung of a programme, and its sound.
struct PushFeed: Sendable {
    let rung: ProgrammeOutlets.RungOutlet
    let sound: PacketOutlet
    let soundBitRate: Int
    let frameRate: FrameRate

    init(_ outlets: ProgrammeOutlets, rung: ProgrammeOutlets.RungOutlet) {
        (self.rung, sound, soundBitRate) = (rung, outlets.sound, outlets.soundBitRate)
        frameRate = outlets.frameRate
    }

    /// What a server is told of it; `nil` before both encoders are open.
    var stream: PushStream? {
        guard let pictures = rung.outlet.track, let sound = sound.track else { return nil }
        return PushStream(
            width: rung.rung.size.width, height: rung.rung.size.height, frameRate: frameRate.framesPerSecond,
            bitRates: (rung.rung.bitRate, soundBitRate), parameterSets: pictures.configuration,
            audioConfiguration: sound.configuration)
    }
}

/// What a link tells of itself, on a thread of its own; whoever is told must not wait.
struct PushNews: Sendable {
    /// The peer takes the stream; with its own words, if it said any.
    var onUp: @Sendable (String) -> Void = { _ in }
    /// So many bytes have been handed to the network.
    var onSent: @Sendable (Int) -> Void = { _ in }
}

/// One way to a destination: connects, and sends what is in a queue.
protocol PushLink: Sendable {
    /// Connects, and sends from the next key picture on, until it fails, it is asked to end, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - ending: Once it is requested, what waits is sent, and the stream is ended in order: within a second. A cancelled task ends
    ///     it at once.
    /// - Throws: ``PushFailure`` unless it ended as it was asked to.
    func send(
        _ feed: PushFeed, from queue: PacketQueue, until ending: Interrupt, news: PushNews
    ) async throws(PushFailure)

    /// Gives back what it has, when nobody uses it any more.
    func close() async
}

/// How long the steps to a destination may take.
enum PushPatience {
    /// The look-up of a name.
    static let lookup = Duration.seconds(5)
    /// A connection's coming to be.
    static let connect = Duration.seconds(5)
    /// From there to the peer's taking the stream: handshakes and commands.
    static let acceptance = Duration.seconds(10)
    /// While a peer takes nothing at all, though something waits.
    static let stall = Duration.seconds(10)
    /// From the request to end to the end.
    static let farewell = Duration.milliseconds(800)
}

extension DestinationOrder {
    /// The way there.
    ///
    /// - Precondition: The secrets fit (``DestinationSecrets/check(for:)``).
    func makeLink(_ secrets: DestinationSecrets, _ trust: PushTrust) -> any PushLink {
        let lookup = NameLookup(host: address.host, port: address.port)
        switch address.transport {
        case .rtmp(let application):
            let target = PushTarget(application: application, url: address.url, key: secrets.key ?? "")
            return RTMPLink(target, host: address.host, lookup: lookup, trust: address.isEncrypted ? trust : nil)
        case .srt(let parameters): return SRTLink(parameters, secrets: secrets, lookup: lookup, name: name)
        }
    }
}
