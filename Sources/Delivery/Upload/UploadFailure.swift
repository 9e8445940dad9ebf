/// Why a file couldn't be stored, in one sentence without secrets.
public struct UploadFailure: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// The server, or the way to it, is away or busy: the same again helps.
        case away
        /// It says no, and will until somebody changes something.
        case refused
        /// It never takes this one file, and may take others.
        case unfit
    }

    public let kind: Kind
    public let description: String
    /// What the server asks to wait, if it does.
    let pause: Duration?

    init(_ kind: Kind, _ description: String, pause: Duration? = nil) {
        (self.kind, self.description, self.pause) = (kind, description, pause)
    }
}

/// What S3 says of a refusal: a small XML document (API Reference, "Error responses").
struct ServiceComplaint: Sendable, Equatable {
    let code: String
    let message: String
    /// Where a bucket is, if it isn't here.
    let region: String?
    let endpoint: String?

    init(_ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        func element(_ name: String) -> String? {
            guard let begin = text.firstRange(of: "<\(name)>"),
                let end = text[begin.upperBound...].firstRange(of: "</\(name)>")
            else { return nil }
            let inside = text[begin.upperBound..<end.lowerBound].replacing("&amp;", with: "&")
                .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&#39;", with: "'").replacing("&apos;", with: "'")
            // One line, of a length that a log bears.
            return String(inside.prefix(300).map { $0.isNewline ? " " : $0 })
        }
        code = element("Code") ?? ""
        message = element("Message") ?? ""
        region = element("Region")
        endpoint = element("Endpoint")
    }
}
