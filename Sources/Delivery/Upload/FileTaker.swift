/// Takes an ``Uploader``'s files one by one: a server, or a test's own.
protocol FileTaker: Sendable {
    /// Stores a file under its name, in the place of what was there.
    ///
    /// - Parameter limit: What it may take altogether.
    func put(_ file: UploadFile, within limit: Duration) async throws(UploadFailure)

    /// Removes a file, if it is there.
    func remove(_ name: String, within limit: Duration) async throws(UploadFailure)

    /// Ends what is under way.
    func close() async
}

/// A file as it is sent.
struct UploadFile: Sendable {
    let name: String
    let bytes: [UInt8]
    /// The field `Cache-Control`.
    let cacheControl: String
    let isGzipped: Bool
}
