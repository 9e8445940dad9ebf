import CFFmpeg

/// Options for a call into FFmpeg, or for an encoder behind it, by name and in order.
///
/// FFmpeg takes the ones it knows and leaves the others, silently. ``withDictionary(on:_:)`` makes what is left an error.
public struct Options: ExpressibleByDictionaryLiteral, Hashable, Sendable {
    private struct Entry: Hashable {
        let name: String
        var value: String
    }

    private var entries: [Entry]

    public init(dictionaryLiteral elements: (String, String)...) {
        entries = elements.map { Entry(name: $0.0, value: $0.1) }
    }

    /// These, with the values of others: in the place of the same name, and after all others where there is none.
    public func overridden(by others: Options) -> Options {
        var result = self
        for entry in others.entries {
            if let place = result.entries.firstIndex(where: { $0.name == entry.name }) {
                result.entries[place].value = entry.value
            } else {
                result.entries.append(entry)
            }
        }
        return result
    }

    /// As `name=value` joined by colons, which encoders read their own options from.
    public var text: String { entries.map { "\($0.name)=\($0.value)" }.joined(separator: ":") }

    /// Calls `body` with the options as libav wants them.
    ///
    /// - Throws: What `body` throws; or, for an option that nobody took, an error that names it.
    func withDictionary(
        on subject: String,
        _ body: (inout OpaquePointer?) throws(FFmpegError) -> Void
    ) throws(FFmpegError) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for entry in entries {
            try check(av_dict_set(&dictionary, entry.name, entry.value, 0), "av_dict_set", on: entry.name)
        }
        try body(&dictionary)
        if let left = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX) {
            throw FFmpegError(
                operation: "option \(String(cString: left.pointee.key))", subject: subject,
                code: .init(rawValue: -EINVAL))
        }
    }
}
