import HTTPTypes
import Hummingbird

/// Why a request isn't done: a status, and one sentence.
struct ControlRefusal: Error {
    let status: HTTPResponse.Status
    let sentence: String
    var fields: HTTPFields

    init(_ status: HTTPResponse.Status, _ sentence: String, _ fields: HTTPFields = [:]) {
        (self.status, self.sentence, self.fields) = (status, sentence, fields)
    }

    /// - Parameter seconds: When it is worth another try.
    init(_ status: HTTPResponse.Status, _ sentence: String, retryAfter seconds: Int) {
        self.init(status, sentence, [.retryAfter: String(seconds)])
    }

    var response: Response {
        var json = JSONWriter()
        json.object { $0.member("error", sentence) }
        var response = Response(status, json)
        response.headers.append(contentsOf: fields)
        return response
    }
}

extension Response {
    init(_ status: HTTPResponse.Status, _ json: JSONWriter) {
        self.init(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: json.bytes))
    }
}

extension HTTPResponse.Status {
    /// Some of it was done (RFC 4918, 11.1).
    static let multiStatus = HTTPResponse.Status(code: 207, reasonPhrase: "Multi-Status")
}
