/// Where the secrets of one address are, in order: `scheme://…` to its end.
struct AddressSecrets {
    private(set) var ranges: [Range<Int>] = []

    /// The schemes in which nothing is secret but what comes after the first part of the path, which names the application.
    private static let keyedSchemes: Set<String> = ["rtmp", "rtmps", "rtmpt", "rtmpe", "rtmpte", "rtmpts"]

    /// - Parameter address: Begins with its scheme; anything else has no secrets.
    init(_ address: ArraySlice<UInt8>) {
        guard let mark = Self.schemeEnd(in: address) else { return }
        let scheme = String(decoding: address[address.startIndex..<mark], as: UTF8.self).lowercased()
        let authority = mark + 3
        let isDelimiter = { (byte: UInt8) in
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        }
        let path = address[authority...].firstIndex(where: isDelimiter) ?? address.endIndex
        // What is before the last @: a password may have one that isn't escaped.
        if let at = address[authority..<path].lastIndex(of: UInt8(ascii: "@")) { add(authority..<at) }
        let query =
            address[path...].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? address.endIndex
        if Self.keyedSchemes.contains(scheme) {
            let rest = address[path..<address.endIndex].dropFirst()
            // The key, with whatever it has of parameters; or an application's own.
            if let slash = rest.firstIndex(of: UInt8(ascii: "/")), slash < query {
                add(slash + 1..<Self.textEnd(address[(slash + 1)...]))
                return
            }
        }
        guard query < address.endIndex else { return }
        ranges +=
            ParameterSecrets(
                address[(query + 1)...], isFragment: address[query] == UInt8(ascii: "#")
            ).ranges
    }

    /// Where `://` is, if a scheme comes before it.
    static func schemeEnd(in bytes: ArraySlice<UInt8>) -> Int? {
        for index in bytes.indices.dropLast(2) where bytes[index] == UInt8(ascii: ":") {
            if bytes[index + 1] == UInt8(ascii: "/"), bytes[index + 2] == UInt8(ascii: "/") { return index }
        }
        return nil
    }

    /// Finds the text's end, without the punctuation of the sentence that it stands in.
    static func textEnd(_ text: ArraySlice<UInt8>) -> Int {
        text.lastIndex { !".,;:!)]}…".utf8.contains($0) }.map { $0 + 1 } ?? text.startIndex
    }

    private mutating func add(_ range: Range<Int>) {
        if !range.isEmpty { ranges.append(range) }
    }
}

/// Where the secrets of `name=value&name=value` are: all values but those that are known to be none.
struct ParameterSecrets {
    private(set) var ranges: [Range<Int>] = []

    /// Names, in lower case, that say how a stream is to be had, as FFmpeg's protocols, HLS (RFC 8216bis 6.2.5) and ours name it.
    private static let harmless: Set<String> = [
        "mode", "region", "endpoint", "style", "latency", "rcvlatency", "peerlatency", "timeout", "connect_timeout",
        "listen_timeout", "rw_timeout",
        "transtype", "pkt_size", "payload_size", "maxbw", "inputbw", "oheadbw", "pbkeylen", "listen", "tlpktdrop",
        "nakreport", "ffs", "ipttl", "iptos", "mss", "sndbuf", "rcvbuf", "smoother", "messageapi", "live",
        "_hls_msn", "_hls_part", "_hls_skip", "_hls_push", "_hls_report", "_hls_start_offset", "hls", "type", "format",
        "quality", "bitrate", "codec", "width", "height", "lang", "language", "start", "end", "duration",
    ]

    /// - Parameter isFragment: Whether it is what follows `#`, where a name alone is a place on a page.
    init(_ parameters: ArraySlice<UInt8>, isFragment: Bool = false) {
        let parameters = parameters[parameters.startIndex..<AddressSecrets.textEnd(parameters)]
        for part in parameters.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "="))
            // A token may stand there all by itself; a short word is a switch.
            guard equals != nil || !isFragment && part.count >= 8 else { continue }
            let name = equals.map { String(decoding: part[part.startIndex..<$0], as: UTF8.self).lowercased() } ?? ""
            let value = equals.map { part[($0 + 1)...] } ?? part
            if !value.isEmpty, !Self.harmless.contains(name), SecretName.means(name) || !Self.isPlain(value) {
                ranges.append(value.startIndex..<value.endIndex)
            }
        }
    }

    /// A small number, or yes or no.
    private static func isPlain(_ value: ArraySlice<UInt8>) -> Bool {
        value.count <= 5 && value.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            || ["true", "false", "yes", "no"].contains { $0.utf8.elementsEqual(value) }
    }
}

/// Whether a name says that its value is secret.
enum SecretName {
    private static let parts = [
        "passphrase", "password", "passwd", "secret", "token", "streamid", "stream_key", "stream-key", "streamkey",
        "signature", "credential", "apikey", "api_key", "api-key", "access_key", "access-key", "auth", "playpath",
    ]
    private static let whole: Set<String> = [
        "key", "sig", "sign", "pass", "pwd", "pin", "hash", "md5", "policy", "jwt",
    ]

    /// - Parameter name: In lower case.
    static func means(_ name: String) -> Bool {
        whole.contains(name) || parts.contains { name.contains($0) }
            || ["_key", "-key", "_pass", "-pass", "_pwd"].contains { name.hasSuffix($0) }
    }
}
