/// What has become of a show's upload.
public enum UploadChange: Hashable, Codable, Sendable {
    /// What is stored elsewhere lags behind, for a reason in words without secrets. The programme goes on.
    case behind(reason: String)
    /// All is stored again.
    case caughtUp
    /// A file will never be stored.
    case lost(String, reason: String)
}
