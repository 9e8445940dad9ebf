import CFFmpeg

/// Options for a call into FFmpeg, by name.
///
/// FFmpeg takes the ones it knows and leaves the others, silently. ``withDictionary(on:_:)`` makes what is left an error.
struct Options: ExpressibleByDictionaryLiteral, Sendable {
    private var entries: [(name: String, value: String)]

    init(dictionaryLiteral elements: (String, String)...) {
        entries = elements.map { (name: $0.0, value: $0.1) }
    }

    mutating func add(_ others: Options) { entries += others.entries }

    /// Calls `body` with the options as libav wants them.
    ///
    /// - Throws: What `body` throws; or, for an option that nobody took, an error that names it.
    func withDictionary(
        on subject: String,
        _ body: (inout OpaquePointer?) throws(FFmpegError) -> Void
    ) throws(FFmpegError) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (name, value) in entries {
            try check(av_dict_set(&dictionary, name, value, 0), "av_dict_set", on: name)
        }
        try body(&dictionary)
        if let left = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX) {
            throw FFmpegError(
                operation: "option \(String(cString: left.pointee.key))", subject: subject,
                code: .init(rawValue: -EINVAL))
        }
    }
}
