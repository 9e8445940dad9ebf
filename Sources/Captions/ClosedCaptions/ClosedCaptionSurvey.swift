public import MediaModel

/// Finds out what closed captions pictures bring: channels of CEA-608, and services of CEA-708, of which nothing is kept. It reads no text.
public struct ClosedCaptionSurvey: Sendable {
    /// Those of CEA-608 that have said something.
    public private(set) var channels: Set<ClosedCaptionChannel> = []
    /// Those of CEA-708 that have said something, by their numbers from 1: the first is mostly the language that is spoken.
    public private(set) var services: Set<Int> = []
    /// Pictures since the first word of CEA-708.
    private var picturesSince708 = 0
    private var reader = ClosedCaptionReader()
    /// The packet of CEA-708 that is being received; it lies across pictures.
    private var packet: [UInt8] = []

    /// A packet has no more bytes (CEA-708, 5).
    private static let mostBytes = 128
    /// The two say the same at about the same time: within so many pictures the other would have begun.
    private static let patience = 60

    public init() { packet.reserveCapacity(Self.mostBytes) }

    /// Whether there is CEA-708, and by now it is clear that CEA-608 doesn't say the same.
    public var lacks608: Bool { channels.isEmpty && picturesSince708 >= Self.patience }

    /// Takes a picture's triplets, as strangers wrote them.
    public mutating func take(_ triplets: Span<UInt8>) {
        if !services.isEmpty { picturesSince708 += 1 }
        var index = 0
        while index + 3 <= triplets.count, index < 3 * ClosedCaptionPair.mostInPicture {
            let (kind, first, second) = (triplets[index], triplets[index + 1], triplets[index + 2])
            index += 3
            // ATSC A/53 part 4, 6.2.3: whether the two bytes are valid, and of what kind they are.
            switch (kind & 0b100 != 0, kind & 0b11) {
            case (true, 3):
                readPacket()
                packet.append(first)
                packet.append(second)
            case (true, 2):
                guard !packet.isEmpty, packet.count + 2 <= Self.mostBytes else { break }
                packet.append(first)
                packet.append(second)
            case (true, let field):
                guard let field = ClosedCaptionPair.Field(rawValue: field) else { break }
                if let channel = reader.take(ClosedCaptionPair(field, first, second)) { channels.insert(channel) }
            default: break
            }
        }
        if let length, packet.count >= length { readPacket() }
    }

    /// Of the packet, as its first byte tells it.
    private var length: Int? {
        packet.first.map { $0 & 0x3f == 0 ? Self.mostBytes : Int($0 & 0x3f) * 2 }
    }

    /// Notes whose blocks are in the packet (CEA-708, 6.2), and forgets it.
    private mutating func readPacket() {
        defer { packet.removeAll(keepingCapacity: true) }
        guard let length else { return }
        var index = 1
        while index < min(length, packet.count) {
            let (size, number) = (Int(packet[index] & 0x1f), Int(packet[index] >> 5))
            index += 1
            // A block of no service ends the packet.
            guard number > 0, size > 0 else { return }
            guard number == 7 else {
                services.insert(number)
                index += size
                continue
            }
            guard index < packet.count else { return }
            services.insert(Int(packet[index] & 0x3f))
            index += 1 + size
        }
    }
}
