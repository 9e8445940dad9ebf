/// What a publisher may ask of the server's memory and time. Whoever asks for more is refused in words.
public struct IngestLimits: Hashable, Sendable {
    /// At once, over all endpoints; publishing or not.
    public var connections = 64

    /// From the connection's start to the end of the RTMP handshake; a TLS handshake lies within it.
    public var handshakeTime: Duration = .seconds(5)

    /// From the end of the handshake, or of the last publication, to an accepted `publish`.
    public var publishTime: Duration = .seconds(10)

    /// Without a single audio or video message, the publisher counts as lost.
    public var silenceTime: Duration = .seconds(10)

    /// With nothing but audio and video messages that have to be dropped, the publisher is told why and sent away. One good one
    /// among them, of either kind, and it stays.
    public var uselessTime: Duration = .seconds(5)

    /// Between two pings to a publisher.
    public var pingInterval: Duration = .seconds(15)

    /// Of one message, in bytes, once the stream key was right. A 4K key frame has about 1 MiB.
    public var messageBytes = 4 << 20

    /// Of one message, in bytes, before that: commands have a few hundred.
    public var keylessMessageBytes = 64 << 10

    /// Chunk streams in use on one connection. Publishers use about five.
    public var chunkStreams = 128

    /// Of all half-received messages of one connection together, in bytes, as a multiple of the longest one allowed.
    public var partialMessages = 2

    /// How deep AMF objects may lie in each other.
    public var amfDepth = 16

    /// Object keys and array elements of one message together.
    public var amfKeys = 1_000

    /// A publisher is read no faster, averaged over ``burstSeconds``; what is too much waits in its own socket.
    public var bytesPerSecond = 8 << 20

    /// How many seconds' worth of ``bytesPerSecond`` may come at once, e.g. after a network's pause.
    public var burstSeconds = 4

    /// Coded media waiting for the consumer, in bytes: beyond, the publisher isn't read until half of it is taken.
    public var queueBytes = 8 << 20

    /// `createStream` calls of one connection.
    public var createdStreams = 32

    public init() {}
}
