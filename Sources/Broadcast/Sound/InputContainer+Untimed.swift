import FFmpegKit

extension InputContainer {
    /// How many reads in a row may fail before the rest of the file is given up.
    private static let readPatience = 64

    /// The next packet, without its times: for who listens to a file's sound, in which gaps are nothing. `nil` at the end, and where
    /// there is no going on. Blocks.
    mutating func readUntimed() -> Packet? {
        for _ in 0..<Self.readPatience {
            do throws(FFmpegError) {
                guard case .packet(var packet) = try read() else { return nil }
                (packet.presentationTime, packet.decodingTime) = (nil, nil)
                return packet
            } catch {
                if error.code == .interrupted || error.code.systemError != nil { return nil }
            }
        }
        return nil
    }
}
