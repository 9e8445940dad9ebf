import CFFmpeg

/// Closed captions travel beside a picture's pixels: its decoder finds them there (SEI of H.264 and HEVC), and its encoder puts them back.
extension VideoFrame {
    /// Calls `body` with the triplets of CEA-608 and CEA-708 that the source sent with the picture (`cc_data`, ATSC A/53 part 4), as
    /// strangers wrote them: any number, even none. Returns `nil` without any.
    public func withClosedCaptions<Result>(_ body: (Span<UInt8>) -> Result) -> Result? {
        guard let data = av_frame_get_side_data(pointer, AV_FRAME_DATA_A53_CC), let start = data.pointee.data else {
            return nil
        }
        return body(UnsafeBufferPointer(start: start, count: Int(data.pointee.size)).span)
    }

    /// Gives the picture closed captions, which its owner frees with it.
    ///
    /// - Parameter triplets: As for ``withClosedCaptions(_:)``; at most 31 of them, which is all that a picture's SEI may have.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func attach(closedCaptions triplets: [UInt8]) throws(FFmpegError) {
        precondition(!triplets.isEmpty && triplets.count % 3 == 0 && triplets.count <= 31 * 3, "no whole triplets")
        guard let data = av_frame_new_side_data(pointer, AV_FRAME_DATA_A53_CC, triplets.count) else {
            throw FFmpegError(
                operation: "av_frame_new_side_data", subject: "closed captions", code: .outOfMemory)
        }
        triplets.withUnsafeBytes {
            UnsafeMutableRawPointer(data.pointee.data).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
        }
    }
}
