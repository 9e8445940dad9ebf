/// Where a publisher may publish, and what in its two strings is the stream key.
///
/// People paste URLs in many ways: a slash too many, a query after the application or the key, the key as part of the
/// server's URL with an empty name, or the application as part of the key. All of them are one path here.
struct PublishAddress: Sendable {
    /// The configured application, e.g. `live` or `shop/live`, in its parts.
    private let application: [Substring]

    /// A string longer than this is nobody's.
    static let maximumLength = 1_024

    init(application: String) {
        self.application = application.split(separator: "/")
    }

    /// Whether `connect` may go on: the application is right as far as it goes. What is missing may stand in the name.
    func admits(connection: String) -> Bool {
        connection.utf8.count <= Self.maximumLength && zip(Self.path(connection), application).allSatisfy(==)
    }

    /// What may be the stream key, at most four strings; empty if the address is another application's.
    ///
    /// - Parameters:
    ///   - connection: The application of `connect`.
    ///   - name: The name of `publish`. Both may hold the key, so neither is ever logged.
    func keys(connection: String, name: String) -> [String] {
        guard admits(connection: connection), name.utf8.count <= Self.maximumLength else { return [] }
        let (server, stream) = (Self.path(connection), Self.path(name))
        var keys: [String] = []
        if (server + stream).starts(with: application) {
            keys.append((server + stream).dropFirst(application.count).joined(separator: "/"))
        }
        // rtmp://host/live with the key live/KEY.
        if stream.starts(with: application) {
            keys.append(stream.dropFirst(application.count).joined(separator: "/"))
        }
        // FFmpeg cuts at the last slash, also at one in the query: live/KEY?path=a and b.
        if connection.contains("?"), server.count > application.count {
            keys.append(server.dropFirst(application.count).joined(separator: "/"))
        }
        // A key may have a question mark of its own.
        if server == application { keys.append(name) }
        return keys.filter { !$0.isEmpty }
    }

    /// The path's parts, without its query and without empty parts.
    private static func path(_ text: String) -> [Substring] {
        text.prefix { $0 != "?" }.split(separator: "/")
    }
}
