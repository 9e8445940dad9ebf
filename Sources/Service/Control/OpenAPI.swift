import Hummingbird
import NIOCore

/// The API's description for tools, as it is in the repository: `Sources/Service/Resources/openapi.json`.
enum OpenAPI {
    static let document = ByteBuffer(bytes: PackageResources.openapi_json)

    static var response: Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "public, max-age=60"],
            body: ResponseBody(byteBuffer: document))
    }
}
