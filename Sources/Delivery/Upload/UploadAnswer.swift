/// What a server says to a request, as far as anybody wants to know.
struct UploadAnswer: Sendable {
    let status: Int
    /// The server's clock, in seconds since 1970.
    let date: Int?
    /// In how many seconds it wants to be asked again.
    let retryAfter: Int?
    let complaint: ServiceComplaint

    init(status: Int, date: Int?, retryAfter: Int?, body: [UInt8]) {
        (self.status, self.date, self.retryAfter) = (status, date, retryAfter)
        complaint = ServiceComplaint(body)
    }
}

/// What S3 says of a refusal: a small XML document (API Reference, "Error responses"). Empty, for what is none.
struct ServiceComplaint: Sendable, Equatable {
    let code: String
    let message: String
    /// Where a bucket is, if it isn't here.
    let region: String?
    let endpoint: String?

    init(_ body: [UInt8]) {
        let document = SmallXML(body)
        code = document["Code"] ?? ""
        message = document["Message"] ?? ""
        region = document["Region"]
        endpoint = document["Endpoint"]
    }
}
