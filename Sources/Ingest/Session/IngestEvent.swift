/// What happens to the broadcast's source, in its order: for each publisher one `published`, then its media, then one
/// `ended`. Publications never overlap.
public enum IngestEvent: Hashable, Sendable {
    case published(Publication)
    /// For display, when it changes.
    case metadata(StreamMetadata)
    /// Before the first picture, and again whenever it changes.
    case videoConfiguration(VideoConfiguration)
    /// How to read the colours of the pictures that follow; `nil`: as they say themselves.
    case videoColors(VideoColors?)
    case video(EncodedSample)
    /// Before the first sound, and again whenever it changes.
    case audioConfiguration(AudioConfiguration)
    case audio(EncodedSample)
    case ended(EndReason)
}

extension IngestEvent {
    /// What it holds in memory, roughly; never 0, so that no flood of small ones goes unnoticed.
    var bytes: Int {
        switch self {
        case .video(let unit), .audio(let unit): 128 + unit.bytes.count
        case .videoConfiguration(let configuration): 128 + configuration.record.count
        case .audioConfiguration(let configuration): 128 + configuration.record.count
        case .published, .metadata, .videoColors, .ended: 512
        }
    }
}

/// A publisher whose stream key was right.
public struct Publication: Hashable, Sendable {
    /// Counts up with every connection of the server.
    public var id: UInt64
    /// IP address and port.
    public var peer: String
    /// The ``StreamKey/name`` of the key it used, e.g. `main`.
    public var keyName: String
    /// Whether the connection is encrypted.
    public var isSecure: Bool
    /// The program, as it calls itself, e.g. `FMLE/3.0 (compatible; FMSc/1.0)`.
    public var program: String

    public init(id: UInt64, peer: String, keyName: String, isSecure: Bool, program: String) {
        (self.id, self.peer, self.keyName) = (id, peer, keyName)
        (self.isSecure, self.program) = (isSecure, program)
    }
}

/// Why a publication is over.
public enum EndReason: Hashable, Sendable {
    /// The publisher said so.
    case unpublished
    /// The connection broke or was closed.
    case disconnected
    /// No media for ``IngestLimits/silenceTime``.
    case silent(Duration)
    /// Another publisher, at this address, took over.
    case replaced(by: String)
    /// The server refused to go on.
    case refused(ProtocolError)
    case serverClosed
}

extension EndReason: CustomStringConvertible {
    /// For logs, e.g. `it sent no media for 10.0 seconds`.
    public var description: String {
        switch self {
        case .unpublished: "it stopped publishing"
        case .disconnected: "its connection closed"
        case .silent(let time): "it sent no media for \(time)"
        case .replaced(let peer): "\(peer) took over"
        case .refused(let error): error.message
        case .serverClosed: "the server closed"
        }
    }
}

extension IngestEvent {
    /// Whether it shows that the publisher is alive. Metadata alone don't.
    var isMedia: Bool {
        switch self {
        case .video, .audio, .videoConfiguration, .audioConfiguration: true
        case .published, .metadata, .videoColors, .ended: false
        }
    }
}
