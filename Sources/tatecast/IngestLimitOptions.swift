import ArgumentParser
import Ingest

/// What publishers of `--listen` may take of the machine's memory and time.
struct IngestLimitOptions: ParsableArguments {
    private static let usual = IngestLimits()

    @Option(help: "Connections to --listen at once, publishing or not: 1 to 4096.")
    var maxConnections = usual.connections

    @Option(help: "Seconds that a connection has for its handshake, TLS included: 1 to 300.")
    var handshakeTimeout = Int(usual.handshakeTime.components.seconds)

    @Option(help: "Seconds from there until it publishes: 1 to 300.")
    var publishTimeout = Int(usual.publishTime.components.seconds)

    @Option(help: "Seconds without media after which a publisher is lost: 1 to 300.")
    var mediaTimeout = Int(usual.silenceTime.components.seconds)

    @Option(help: "MiB of one RTMP message: 1 to 64.")
    var maxMessageSize = usual.messageBytes >> 20

    @Option(help: "RTMP chunk streams of a connection: 8 to 65536.")
    var maxChunkStreams = usual.chunkStreams

    @Option(help: "How deep AMF objects may lie in each other: 2 to 64.")
    var maxAmfDepth = usual.amfDepth

    @Option(help: "AMF keys of one message: 32 to 100000.")
    var maxAmfKeys = usual.amfKeys

    @Option(help: "MiB a second that a publisher is read at, over some seconds: 1 to 128.")
    var maxByteRate = usual.bytesPerSecond >> 20

    func validate() throws {
        try check("max-connections", maxConnections, 1...4_096, "connections")
        try check("handshake-timeout", handshakeTimeout, 1...300, "seconds")
        try check("publish-timeout", publishTimeout, 1...300, "seconds")
        try check("media-timeout", mediaTimeout, 1...300, "seconds")
        try check("max-message-size", maxMessageSize, 1...64, "MiB")
        try check("max-chunk-streams", maxChunkStreams, 8...65_536, "chunk streams")
        try check("max-amf-depth", maxAmfDepth, 2...64, "objects")
        try check("max-amf-keys", maxAmfKeys, 32...100_000, "keys")
        try check("max-byte-rate", maxByteRate, 1...128, "MiB a second")
    }

    private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>, _ unit: String) throws {
        guard range.contains(value) else {
            throw ValidationError("--\(name) \(value): expected \(range.lowerBound) to \(range.upperBound) \(unit)")
        }
    }

    var limits: IngestLimits {
        var limits = Self.usual
        limits.connections = maxConnections
        limits.handshakeTime = .seconds(handshakeTimeout)
        limits.publishTime = .seconds(publishTimeout)
        limits.silenceTime = .seconds(mediaTimeout)
        limits.messageBytes = maxMessageSize << 20
        limits.chunkStreams = maxChunkStreams
        limits.amfDepth = maxAmfDepth
        limits.amfKeys = maxAmfKeys
        limits.bytesPerSecond = maxByteRate << 20
        return limits
    }
}
