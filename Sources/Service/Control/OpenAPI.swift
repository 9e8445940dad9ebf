import Hummingbird
import NIOCore
import Presets
import Show

/// The API's description for tools.
public enum OpenAPI {
    /// The routes are those of `Resources/openapi.json`; what `/v1/state` tells of a show is made from the types of its layers.
    public static let text: String = {
        let report = ShowReportSchema()
        let shown = JSONTree.object([
            JSONTree.Member("type", "object"),
            JSONTree.Member(
                "properties",
                .object(
                    [JSONTree.Member("preset", ["type": "string"])] + report.properties
                        + [JSONTree.Member("layers", layers)])),
            JSONTree.Member("required", .words(["preset"] + report.properties.map(\.key) + ["layers"])),
            JSONTree.Member("additionalProperties", false),
        ])
        let members = [JSONTree.Member("Show", shown)] + report.components
        return String(decoding: PackageResources.openapi_json, as: UTF8.self)
            .replacing("      \"Show\": {}", with: JSONTree.lines(members, indent: "      "))
    }()

    private static var layers: JSONTree {
        [
            "type": "array",
            "items": [
                "type": "object",
                "properties": [
                    "name": ["type": "string"], "type": ["enum": .words(LayerType.allCases.map(\.rawValue))],
                    "isShown": ["type": "boolean"],
                ],
                "required": ["name", "type", "isShown"], "additionalProperties": false,
            ],
        ]
    }

    static let document = ByteBuffer(string: text)
    /// What the document refers to.
    static let eventSchema = ByteBuffer(string: EventSchema.document.document)
    static let presetSchema = ByteBuffer(string: PresetSchema.document.document)

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
