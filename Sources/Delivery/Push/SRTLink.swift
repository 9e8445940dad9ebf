import Broadcast
import FFmpegKit
import Foundation
import Ingest
import MediaModel
import NIOCore

/// A connection over SRT, in MPEG-TS by libavformat, on a thread of its own.
///
/// SRT itself sends again what is lost, and lets go what comes too late for the receiver's latency.
final class SRTLink: PushLink {
    private let parameters: SRTParameters
    private let secrets: DestinationSecrets
    private let lookup: NameLookup
    private let name: String

    init(_ parameters: SRTParameters, secrets: DestinationSecrets, lookup: NameLookup, name: String) {
        (self.parameters, self.secrets, self.lookup, self.name) = (parameters, secrets, lookup, name)
    }

    func close() async {}

    func send(
        _ feed: PushFeed, from queue: PacketQueue, until ending: Interrupt, news: PushNews
    ) async throws(PushFailure) {
        let address = try await lookup.address(within: PushPatience.lookup)
        guard let ip = address.ipAddress, let port = address.port else {
            throw PushFailure(.away, "its name leads to no address of a network")
        }
        let url = "srt://\(ip.contains(":") ? "[\(ip)]" : ip):\(port)"
        let stop = Interrupt()
        defer { queue.close() }
        do {
            try await runOnThread(named: "push \(name)", onCancel: { stop.request() }) { [self] in
                try run(url, feed, queue, ending: ending, stop: stop, news)
            }
        } catch let failure as PushFailure {
            throw failure
        } catch let error as FFmpegError {
            throw Self.failure(error)
        } catch {
            throw PushFailure(.away, "\(error)")
        }
    }

    private func run(
        _ url: String, _ feed: PushFeed, _ queue: PacketQueue, ending: Interrupt, stop: Interrupt, _ news: PushNews
    ) throws {
        guard let pictures = feed.rung.outlet.track, let sound = feed.sound.track else {
            throw PushFailure(.away, "the programme's encoders aren't open yet")
        }
        stop.allow(PushPatience.connect)
        var output = try TransportStreamOutput(
            srt: url, options: options, tracks: [pictures, sound], interrupt: stop)
        let signal = DispatchSemaphore(value: 0)
        queue.open { signal.signal() }
        news.onUp("")
        var start: MediaTime?
        while !stop.isRequested {
            guard let packet = queue.next(isEnding: ending.isRequested) else {
                if ending.isRequested { break }
                // The end of a programme is seen soon enough so.
                _ = signal.wait(timeout: .now() + .milliseconds(100))
                continue
            }
            let begin = start ?? packet.decodingTime
            start = begin
            stop.allow(PushPatience.stall)
            try output.write(
                packet.packet, to: packet.kind == .picture ? 0 : 1, presentationTime: packet.presentationTime - begin,
                decodingTime: packet.decodingTime - begin)
            news.onSent(packet.packet.byteCount)
            // Whoever waits for the end doesn't wait for all of it.
            if let age = ending.age, age > PushPatience.farewell { return }
        }
        stop.allow(.milliseconds(200))
        try? output.finish()
    }

    private var options: Options {
        var options: Options = [
            "mode": "caller", "transtype": "live", "pkt_size": "1316",
            // FFmpeg counts them in microseconds, and the time to connect in milliseconds.
            "latency": "\(parameters.latency * 1_000)",
            "connect_timeout": "\(PushPatience.connect.components.seconds * 1_000)",
        ]
        if let id = secrets.key ?? parameters.streamID { options = options.overridden(by: ["streamid": id]) }
        if let passphrase = secrets.passphrase { options = options.overridden(by: ["passphrase": passphrase]) }
        if let length = parameters.keyLength { options = options.overridden(by: ["pbkeylen": "\(length)"]) }
        return options
    }

    private static func failure(_ error: FFmpegError) -> PushFailure {
        if error.operation == "connect" {
            let hint = "is somebody listening there, and are stream id and passphrase right?"
            return PushFailure(.away, "it doesn't let us in (\(error.code.message)): \(hint)")
        }
        if error.code == .interrupted {
            return PushFailure(.away, "it has taken nothing for \(PushPatience.stall.components.seconds) s")
        }
        return PushFailure(.away, "the connection is broken (\(error.code.message))")
    }
}
