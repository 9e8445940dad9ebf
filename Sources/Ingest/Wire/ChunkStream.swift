/// What a chunk stream remembers from chunk to chunk (RTMP 1.0, 5.3.1.2).
struct ChunkStream {
    let id: Int
    /// In milliseconds, modulo 2³², of the message under way or of the last one.
    var timestamp: UInt32 = 0
    /// What a type 3 chunk that begins a message adds to it.
    var delta: UInt32 = 0
    /// The header's field, if it says 0xFFFFFF and four more bytes hold the time: type 3 chunks repeat those.
    var extendedTime: UInt32?
    var length = 0
    var type = MessageType(rawValue: 0)
    var streamID: UInt32 = 0
    /// Of the message under way.
    var body: [UInt8] = []
    var isReceiving = false
    /// Whether a header gave all the fields yet; types 1 to 3 lean on an earlier one.
    var hasHeader = false
}
