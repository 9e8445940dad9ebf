import CFFmpeg

/// A call into FFmpeg that failed: what was called, on what, and what FFmpeg answered.
///
/// "Try again" and "end of file" are answers rather than failures: ``VideoDecoder`` and its
/// like return them as cases of their result, so they never appear here.
public struct FFmpegError: Error, Hashable, Sendable {
    /// The C function that failed, e.g. `avcodec_open2`.
    public let operation: String

    /// What it was called on, e.g. a URL or a codec's name; `nil` where that is plain.
    public let subject: String?

    /// FFmpeg's answer.
    public let code: Code

    /// A negative status of FFmpeg's: an `errno` negated, or a four-letter tag.
    ///
    /// A struct, not an enum: a newer FFmpeg may answer with a status that has no name here.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: Int32

        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        public static let endOfFile = Code(rawValue: cffmpeg_AVERROR_EOF)
        public static let tryAgain = Code(rawValue: cffmpeg_AVERROR_EAGAIN)
        public static let outOfMemory = Code(rawValue: cffmpeg_AVERROR_ENOMEM)
        public static let invalidData = Code(rawValue: cffmpeg_AVERROR_INVALIDDATA)
        /// An ``Interrupt`` asked for it.
        public static let interrupted = Code(rawValue: cffmpeg_AVERROR_EXIT)

        /// The `errno` behind the status, or `nil` if it is a tag of FFmpeg's own.
        ///
        /// Tags are four ASCII letters, so their values are far beyond any `errno`.
        public var systemError: Int32? { rawValue < 0 && rawValue > -4096 ? -rawValue : nil }
    }
}

extension FFmpegError: CustomStringConvertible {
    /// One line, e.g. `avcodec_open2 failed on "libx264": Invalid argument (-22)`.
    public var description: String {
        let object = subject.map { " on \"\($0)\"" } ?? ""
        return "\(operation) failed\(object): \(code)"
    }
}

extension FFmpegError.Code: CustomStringConvertible {
    public var description: String { "\(message) (\(rawValue))" }

    /// FFmpeg's words for the status.
    public var message: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(AV_ERROR_MAX_STRING_SIZE)) { text in
            // For a status it doesn't know, av_strerror still writes a message.
            _ = av_strerror(rawValue, text.baseAddress, text.count)
            return String(cString: text.baseAddress!)
        }
    }
}

/// Returns a status that reports success, and throws any other with its context.
///
///     try check(avcodec_open2(context, codec, nil), "avcodec_open2", on: "libx264")
@discardableResult
func check(
    _ status: Int32,
    _ operation: StaticString,
    on subject: @autoclosure () -> String? = nil
) throws(FFmpegError) -> Int32 {
    guard status < 0 else { return status }
    throw FFmpegError(operation: "\(operation)", subject: subject(), code: .init(rawValue: status))
}
