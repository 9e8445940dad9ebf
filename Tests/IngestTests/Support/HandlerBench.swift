import Logging
import NIOCore
import NIOEmbedded

@testable import Ingest

/// Connections to one registry on a loop whose time stands still until told otherwise.
final class HandlerBench {
    let loop = EmbeddedEventLoop()
    let registry: PublisherRegistry
    let log = RecordingLog()
    private var channels: [EmbeddedChannel] = []

    init(_ change: (inout PublishServer.Configuration) -> Void = { _ in }) {
        var configuration = PublishServer.Configuration(
            endpoints: [], keys: [StreamKey(secret: "secret-key"), StreamKey(name: "backup", secret: "other-key")])
        change(&configuration)
        let log = log
        registry = PublisherRegistry(configuration: configuration, logger: Logger(label: "test") { _ in log })
    }

    func connect(from address: String = "192.0.2.1") throws -> Peer {
        let handler = ConnectionHandler(
            registry: registry, peer: PeerAddress(try SocketAddress(ipAddress: address, port: 50_000)), isSecure: false)
        let channel = EmbeddedChannel(handler: handler, loop: loop)
        channels.append(channel)
        // EmbeddedChannel is active only once connected, and closes both sides where a socket would close one.
        try channel.connect(to: SocketAddress(ipAddress: "192.0.2.9", port: 1935)).wait()
        return Peer(channel: channel)
    }

    deinit {
        // It insists on being closed. What is left in it is of no interest.
        for channel in channels { _ = try? channel.finish(acceptAlreadyClosed: true) }
    }

    func events() -> [IngestEvent] {
        var events: [IngestEvent] = []
        let queue = registry.eventQueue
        while queue.waitingBytes > 0, let event = queue.next() { events.append(event) }
        return events
    }

    /// The server's end of a connection, and the publisher at its other end.
    final class Peer {
        let channel: EmbeddedChannel
        var publisher = TestPublisher()
        private var sent: [UInt8] = []

        init(channel: EmbeddedChannel) { self.channel = channel }

        func send(_ bytes: [UInt8]) throws {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        }

        func send(_ messages: Message...) throws {
            for message in messages { try send(publisher.bytes(message)) }
        }

        /// The codes and descriptions of all `onStatus` and `_error` so far.
        func statuses() throws -> [(code: String, description: String)] {
            while let buffer = try channel.readOutbound(as: ByteBuffer.self) { sent += buffer.readableBytesView }
            return try [PublishSession.Output.send(sent)].commands().compactMap { command in
                guard command[0] == "onStatus" || command[0] == "_error" else { return nil }
                return (command[3]["code"]?.text ?? "", command[3]["description"]?.text ?? "")
            }
        }

        var sentBytes: [UInt8] {
            get throws {
                _ = try statuses()
                return sent
            }
        }
    }
}

/// Keeps every line and its metadata.
final class RecordingLog: LogHandler, @unchecked Sendable {
    // Sendable, as the tests that use it have one thread.
    private(set) var lines: [String] = []
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.append("\(event.message) \(event.metadata ?? [:])")
    }
}
