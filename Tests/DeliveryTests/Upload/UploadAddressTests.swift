import Broadcast
import Testing

@testable import Delivery

@Suite struct UploadAddressTests {
    @Test(
        arguments: [
            ("s3://b/shows/42?region=eu-west-1", "b.s3.eu-west-1.amazonaws.com", "/shows/42/v/1.m4s"),
            ("s3://b/x?region=cn-north-1", "b.s3.cn-north-1.amazonaws.com.cn", "/x/v/1.m4s"),
            ("s3://b/x?endpoint=https://storage.googleapis.com&region=auto", "storage.googleapis.com", "/b/x/v/1.m4s"),
            ("s3://b/x?endpoint=http://[::1]:9000", "[::1]:9000", "/b/x/v/1.m4s"),
            ("s3://b", "b.s3.us-east-1.amazonaws.com", "/v/1.m4s"),
            ("s3://b.c/x", "s3.us-east-1.amazonaws.com", "/b.c/x/v/1.m4s"),
            ("s3://b/x?endpoint=http://127.0.0.1:9000", "127.0.0.1:9000", "/b/x/v/1.m4s"),
            ("s3://b/x?endpoint=https://minio.example:443&style=host", "b.minio.example", "/x/v/1.m4s"),
            ("s3://b/x y?endpoint=acc.r2.example", "acc.r2.example", "/b/x%20y/v/1.m4s"),
        ])
    func putsAnObjectsAddressTogether(text: String, host: String, path: String) throws {
        let address = try UploadAddress(text.replacing(" ", with: "%20"))
        guard case .bucket(let name, let region, let endpoint, let style) = address.place else {
            Issue.record("no bucket")
            return
        }
        let place = BucketPlace(
            name, region: region, endpoint: endpoint, style: style, prefix: address.base,
            environment: ["HOME": "/nowhere"])
        #expect(place.host == host)
        #expect(place.path(of: "v/1.m4s") == path)
    }

    @Test(
        arguments: [
            "s3://KEY:hunter2@bucket/x", "https://user:pass@host/x", "https://host/x?sig=abc", "ftp://host/x", "s3://",
            "s3://b/x?acl=public", "s3://b/x?style=virtual", "s3://b/x?endpoint=ftp://h", "folder", "",
            "s3://b/x?region=", "s3://b/x?region=a.b/c", "s3://b/../x", "https://host/a/./b", "s3://b%2Fc/x",
            "s3://b:9000/x",
            "s3://b/x#y", "s3:///x", "https:///x", "s3://b/x?endpoint=http://KEY:hunter2@h",
            "s3://b/x?endpoint=https://h/path",
            "s3://b/x?AWS_SECRET_ACCESS_KEY=hunter2",
        ])
    func refusesInWordsAndWithoutSecrets(text: String) {
        let error = #expect(throws: JobError.self) { try UploadAddress(text) }
        #expect(error?.message.contains("hunter2") == false)
        #expect(error?.message.contains("abc") == false)
    }

    @Test func readsWhatS3Says() {
        let body =
            "<?xml version=\"1.0\"?><Error><Code>PermanentRedirect</Code><Message>a &amp;lt; b</Message><Region>eu-west-1</Region></Error>"
        let complaint = ServiceComplaint(Array(body.utf8))
        #expect(complaint.code == "PermanentRedirect")
        #expect(complaint.message == "a &lt; b")
        #expect(complaint.region == "eu-west-1")
    }

    @Test(
        arguments: [
            ("Fri, 24 May 2013 00:00:00 GMT", 1_369_353_600), ("yesterday", nil), ("", nil),
            ("Fri, 24 May x 00:00:00 GMT", nil), ("Fri, 99 May 2013 0:0 GMT", nil),
        ])
    func readsAServersDate(text: String, seconds: Int?) {
        #expect(HTTPDate.seconds(text) == seconds)
    }
}
