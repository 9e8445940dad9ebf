import Foundation

/// Where a bucket's objects are, as requests have it.
struct BucketPlace: Sendable {
    let scheme: String
    /// With the port, unless it is the scheme's own.
    let host: String
    let region: String
    /// Encoded, from the root to the object's name, with slashes around it.
    private let folder: String

    /// - Parameters:
    ///   - style: By host at AWS, and by path at a server that is named, unless it is said.
    ///   - prefix: Before each object's name, without a slash at its ends.
    init(
        _ bucket: String, region: String?, endpoint: String?, style: UploadAddress.Style?, prefix: String,
        environment: [String: String]
    ) {
        let profile = AWSProfile(environment: environment)
        self.region =
            region ?? AWSProfile.set("AWS_REGION", environment) ?? AWSProfile.set("AWS_DEFAULT_REGION", environment)
            ?? profile["region"] ?? "us-east-1"
        let server =
            endpoint ?? AWSProfile.set("AWS_ENDPOINT_URL_S3", environment)
            ?? AWSProfile.set("AWS_ENDPOINT_URL", environment) ?? profile["endpoint_url"]
        let parts = URLComponents(string: server ?? "https://s3.\(self.region).\(Self.domain(of: self.region))")
        scheme = parts?.scheme ?? "https"
        let isUsualPort = parts?.port == (scheme == "https" ? 443 : 80)
        let port = isUsualPort ? "" : parts?.port.map { ":\($0)" } ?? ""
        let name = (parts?.host ?? "") + port
        // A wildcard certificate covers no name with a dot in it.
        let usual: UploadAddress.Style = server == nil && !bucket.contains(".") ? .host : .path
        let prefix = SignatureV4.encode(prefix, keepingSlashes: true)
        switch style ?? usual {
        case .host:
            host = "\(bucket).\(name)"
            folder = prefix.isEmpty ? "/" : "/\(prefix)/"
        case .path:
            host = name
            folder = prefix.isEmpty ? "/\(bucket)/" : "/\(bucket)/\(prefix)/"
        }
    }

    /// AWS's own domain for a region's services: China has another.
    static func domain(of region: String) -> String {
        region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    }

    func path(of name: String) -> String { folder + SignatureV4.encode(name, keepingSlashes: true) }
}
