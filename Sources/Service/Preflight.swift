import HTTPTypes
import Origin

/// What a browser asks before a page of another site may send a request, and the answer (Fetch Standard, 4.9, "CORS-preflight fetch").
enum Preflight {
    /// Fields of requests that players and consoles send, in lower case: allowed whether or not a browser, or a cache that
    /// asks once for many, names them. `cmcd-…` are those of CTA-5004, 2.1.
    static let usualFields = [
        "authorization", "cache-control", "cmcd-object", "cmcd-request", "cmcd-session", "cmcd-status",
        "content-encoding", "content-type", "if-modified-since", "if-none-match", "if-range", "pragma", "range",
        "x-requested-with",
    ]
    /// Of other names, in bytes: no player sends as many, and the answer stays small whatever is asked.
    private static let byteLimit = 4_096

    /// What an answer to a preflight depends on.
    static let vary = "access-control-request-headers, access-control-request-private-network"

    private static let asksPrivateNetwork = HTTPField.Name("access-control-request-private-network")!
    private static let allowsPrivateNetwork = HTTPField.Name("access-control-allow-private-network")!

    /// The fields of an answer, without `Access-Control-Allow-Origin`.
    ///
    /// - Parameters:
    ///   - methods: What the address can be asked by, e.g. `GET, HEAD, OPTIONS`.
    ///   - seconds: How long the browser may remember it.
    static func fields(asked fields: HTTPFields, methods: String, seconds: Int) -> HTTPFields {
        var answer: HTTPFields = [
            .accessControlAllowMethods: methods,
            .accessControlAllowHeaders: allowedFields(asked: fields[.accessControlRequestHeaders]),
            .accessControlMaxAge: "\(seconds)",
            .vary: vary,
            .allow: methods,
        ]
        // A page of the internet that plays a show of the network at home or in the shop.
        if fields[asksPrivateNetwork] == "true" { answer[allowsPrivateNetwork] = "true" }
        return answer
    }

    /// The usual fields, and all that are asked for. What is no name of a field is left out.
    ///
    /// A `*` wouldn't do: it doesn't stand for Authorization, and old browsers take it for a name.
    static func allowedFields(asked text: String?) -> String {
        var names = usualFields
        var known = Set(names)
        var room = byteLimit
        for item in (text ?? "").split(separator: ",") {
            guard let name = HTTPField.Name(String(item.trimmed))?.canonicalName, known.insert(name).inserted else {
                continue
            }
            room -= name.utf8.count + 2
            guard room >= 0 else { break }
            names.append(name)
        }
        return names.joined(separator: ", ")
    }
}

extension ViewerResponse {
    /// Of a browser that asks what it may do from another site's page.
    ///
    /// - Parameter fields: Of its request.
    static func preflight(asked fields: HTTPFields) -> ViewerResponse {
        ViewerResponse(
            .noContent, Preflight.fields(asked: fields, methods: "GET, HEAD, OPTIONS", seconds: 86_400), .none)
    }
}
