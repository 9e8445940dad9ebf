import Hummingbird
import NIOCore

/// The API's description for tools, as it is in the repository: `Sources/Service/Resources/openapi.json`.
enum OpenAPI {
    static let document = ByteBuffer(bytes: PackageResources.openapi_json)
    /// What the document refers to: the repository's `schemas`.
    static let eventSchema = ByteBuffer(bytes: PackageResources.event_schema_json)
    static let presetSchema = ByteBuffer(bytes: PackageResources.preset_schema_json)

    static func response(schema: ByteBuffer) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/schema+json", .cacheControl: "public, max-age=60"],
            body: ResponseBody(byteBuffer: schema))
    }

    /// - Parameter server: Where the API is, if not at the root of the host that the document came from.
    static func response(server: PublicAddress?) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=60"],
            body: ResponseBody(byteBuffer: server.map(document(at:)) ?? document))
    }

    private static func document(at server: PublicAddress) -> ByteBuffer {
        // Of its letters, none needs to be escaped in JSON.
        var text = String(buffer: document)
        if let start = text.firstIndex(of: "{") {
            text.insert(contentsOf: "\n  \"servers\": [{\"url\": \"\(server.url)\"}],", at: text.index(after: start))
        }
        return ByteBuffer(string: text)
    }
}
