import HTTPTypes
import Testing

@testable import Origin

@Suite struct CMCDReportTests {
    private static func read(_ text: String) -> CMCDReport? { CMCDReport(Array(text.utf8)) }

    /// CTA-5004, 3.2, and its examples.
    @Test func readsWhatVersionOneHas() throws {
        let report = try #require(Self.read(#"bl=21300,bs,mtp=25400,rtp=15000,sf=h,sid="6e2fb550-c457",su,v=1"#))
        #expect(report.isStarved && report.isUrgent && report.throughput == 25_400 && report.session != nil)
        #expect(report.startDelay == nil && report.starvation == nil)
        #expect(report.session == Self.read(#"sid="6e2fb550-c457""#)?.session)
        #expect(report.session != Self.read(#"sid="6e2fb550-c458""#)?.session)
    }

    /// There, numbers of several objects come as lists.
    @Test func readsWhatVersionTwoAdds() throws {
        let report = try #require(Self.read(#"bs=?1,bsd=(120;v 340;a),msd=812,mtp=(25400;v 900;a),su=?0,v=2"#))
        #expect(report.isStarved && !report.isUrgent && report.throughput == 25_400)
        #expect(report.startDelay == 812 && report.starvation == 340)
    }

    @Test func findsItInTheQueryAmongOthers() throws {
        let query: Substring = "_HLS_msn=4&_HLS_part=1&CMCD=bs%2Csid%3D%22a%2Cb%5C%22c%22%2Cmtp%3D500&token=x"
        let report = try #require(CMCDReport(query: query, fields: [:]))
        #expect(report.isStarved && report.throughput == 500)
        #expect(report.session == Self.read(#"sid="a,b\"c""#)?.session)
        #expect(CMCDReport(query: "_HLS_msn=4&XCMCD=bs", fields: [:]) == nil)
        #expect(CMCDReport(query: "", fields: [:]) == nil)
    }

    @Test func findsItInHeaderFields() throws {
        var fields = HTTPFields()
        for (name, value) in [
            ("CMCD-Request", "mtp=9000,su"), ("cmcd-session", #"sid="x",v=1"#), ("CMCD-Status", "bs"),
        ] {
            fields[try #require(HTTPField.Name(name))] = value
        }
        let report = try #require(CMCDReport(query: "", fields: fields))
        #expect(report.isStarved && report.isUrgent && report.throughput == 9_000 && report.session != nil)
    }

    @Test(arguments: [
        "=", "bs=", "sid=\"", "sid=\"\\", "mtp=(", "mtp=(1", "a b", "\u{0}", "bs;;;=,(", "mtp=(1 (2))", "sid=\"a\"b",
        "é",
    ])
    func refusesWhatIsNoDictionary(_ text: String) { #expect(Self.read(text) == nil, "\(text)") }

    @Test(arguments: [
        "mtp=0", "mtp=10000001", "mtp=999999999999999999", "mtp=99999999999999999999999", "mtp=1.5", "mtp=-4", "mtp",
        "mtp=\"5\"", "msd=3600001", "bsd=(a b)", "bs=5", "su=no", "sid=abc", "sid=\"\"",
        "sid=\"" + String(repeating: "x", count: 65) + "\"",
    ])
    func leavesOutWhatCantBe(_ text: String) {
        let report = Self.read(text)
        #expect(report?.throughput == nil && report?.startDelay == nil && report?.starvation == nil)
        #expect(report?.isStarved != true && report?.isUrgent != true && report?.session == nil)
    }

    @Test func readsNoMoreThanItsLimits() {
        let long = "CMCD=" + String(repeating: "a", count: CMCDReport.maximumByteCount + 1)
        #expect(CMCDReport(query: Substring(long), fields: [:]) == nil)
        #expect(CMCDReport(query: "CMCD=%zz", fields: [:]) == nil && CMCDReport(query: "CMCD=bs%2", fields: [:]) == nil)
        // The sixty-fifth key isn't read.
        #expect(Self.read(String(repeating: "a,", count: 64) + "bs")?.isStarved == false)
    }

    /// Whatever comes, it is read to its end, once.
    @Test func takesAnyBytes() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("bsumtdi=,;()\"\\?01 %.".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Bool.random() ? letters.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255)
            }
            var reader = CMCDReader(bytes)
            var count = 0
            while reader.next() != nil { count += 1 }
            #expect(count <= bytes.count)
            _ = CMCDReport(bytes)
        }
    }
}
