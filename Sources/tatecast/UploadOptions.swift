import ArgumentParser
import Broadcast
import Delivery
import Foundation
import Logging

/// Where else a show is stored.
struct UploadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also store the show in a bucket, or at a web server that takes PUT: s3://bucket/prefix?region=…&endpoint=…, https://host/path.",
            discussion: """
                Credentials come as AWS's tools take them (variables, files, web identity, a container's endpoint); for a web server by \
                TATECAST_UPLOAD_TOKEN, or TATECAST_UPLOAD_USER and TATECAST_UPLOAD_PASSWORD; or the names of files that hold them, \
                in …_FILE. See docs/uploads.md.
                """,
            valueName: "url"))
    var upload: String?

    @Flag(help: "Store playlists gzip-compressed, for servers that don't compress.")
    var uploadGzip = false

    func validate() throws {
        guard let upload else {
            if uploadGzip { throw ValidationError("--upload-gzip is for --upload") }
            return
        }
        do throws(JobError) {
            _ = try UploadAddress(upload)
        } catch {
            throw ValidationError("--upload: \(error.message)")
        }
    }

    /// - Parameters:
    ///   - folder: Has the same files; `nil` for none.
    ///   - window: How much of a show viewers can go back, in seconds.
    /// - Returns: `nil` if nothing is to be uploaded.
    func uploader(of folder: String?, window: Double, _ logger: Logger) throws -> Uploader? {
        guard let upload else { return nil }
        var options = Uploader.Options(folder: folder)
        options.isGzipped = uploadGzip
        // A segment's own length and that of the longest playlist that listed it (RFC 8216bis 6.2.2).
        options.removalDelay = .seconds(window + 10)
        return try Self.uploader(to: upload, options, logger)
    }

    static func uploader(to address: String, _ options: Uploader.Options, _ logger: Logger) throws(JobError) -> Uploader
    {
        let address = try UploadAddress(address)
        var options = options
        if case .web = address.place { options.authorization = try authorization() }
        return try Uploader(address, options: options, environment: ProcessInfo.processInfo.environment, logger: logger)
    }

    /// What a web server is told of who stores there (RFC 6750 2.1, RFC 7617); `nil` without a secret.
    private static func authorization() throws(JobError) -> String? {
        func read(_ name: String) throws(JobError) -> String? {
            guard let secret = try Secret.read(name) else { return nil }
            guard secret.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
                throw JobError(.usage, "\(name): expected one line without control characters")
            }
            return secret
        }
        if let token = try read("TATECAST_UPLOAD_TOKEN") {
            guard token.allSatisfy({ $0.isASCII && $0 != " " }) else {
                throw JobError(.usage, "TATECAST_UPLOAD_TOKEN: expected a token, letters and digits without spaces")
            }
            return "Bearer \(token)"
        }
        let (user, password) = (try read("TATECAST_UPLOAD_USER"), try read("TATECAST_UPLOAD_PASSWORD"))
        switch (user, password) {
        case (nil, nil): return nil
        case (let user?, let password?): return "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        default:
            throw JobError(.usage, "TATECAST_UPLOAD_USER and TATECAST_UPLOAD_PASSWORD go together: one is missing")
        }
    }
}
