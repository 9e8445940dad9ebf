import Testing

@testable import Delivery

@Suite struct UploadFailureTests {
    private func failure(
        _ status: Int, _ body: String = "", retryAfter: Int? = nil
    ) throws -> UploadFailure {
        UploadFailure(
            UploadAnswer(status: status, date: nil, retryAfter: retryAfter, body: Array(body.utf8)), to: "v/1-0.m4s",
            at: try UploadAddress("s3://shop/42"), host: "s3.example")
    }

    @Test(
        arguments: [
            (400, "", UploadFailure.Kind.refused), (401, "", .refused), (403, "AccessDenied", .refused),
            (404, "NoSuchBucket", .refused), (405, "", .refused), (408, "", .away), (409, "", .refused),
            (413, "", .unfit), (400, "EntityTooLarge", .unfit), (429, "", .away), (500, "InternalError", .away),
            (501, "", .refused), (503, "SlowDown", .away), (507, "", .away), (400, "RequestTimeout", .away),
            (307, "TemporaryRedirect", .refused), (301, "PermanentRedirect", .refused),
        ])
    func tellsWhatHelps(status: Int, code: String, kind: UploadFailure.Kind) throws {
        let failure = try failure(status, code.isEmpty ? "" : "<Error><Code>\(code)</Code></Error>")
        #expect(failure.kind == kind)
        #expect(
            failure.description.contains(
                code.isEmpty ? "\(status)" : (code == "NoSuchBucket" ? "no such bucket" : code)))
    }

    @Test func waitsNoLongerThanFiveMinutes() throws {
        #expect(try failure(503, retryAfter: 7).pause == .seconds(7))
        #expect(try failure(503, retryAfter: 1_000_000_000).pause == .seconds(300))
        #expect(try failure(503, retryAfter: -1).pause == .zero)
        #expect(try failure(503).pause == nil)
    }

    @Test func saysWhereABucketIs() throws {
        let body = "<Error><Code>PermanentRedirect</Code><Message>a</Message><Region>eu-west-1</Region></Error>"
        #expect(try failure(301, body).description.contains("add region=eu-west-1"))
    }

    /// Whoever sends an error sends it to a log and to a terminal as well.
    @Test func aLineHasNothingThatATerminalObeys() throws {
        let body =
            "<Error><Code>A\u{1B}[31mB</Code><Message>x\r\ny\u{7}\u{202E}z\(String(repeating: "m", count: 9_000))</Message></Error>"
        let text = try failure(403, body).description
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 && $0 != "\u{202E}" })
        #expect(text.count < 800)
    }

    @Test(arguments: ["", "<Code>", "</Code><Code>", "<Code></Code>", "<html>no</html>", "\u{FF}\u{FE}"])
    func whatIsNoComplaintIsEmpty(body: String) {
        let complaint = ServiceComplaint(Array(body.utf8))
        #expect(complaint.code.isEmpty)
        #expect(complaint.message.isEmpty)
    }
}
