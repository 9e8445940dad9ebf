import MediaModel
import Testing

@testable import HLS

@Suite struct AttributeListTests {
    @Test func writesInOrderWithQuotesWhereTheyBelong() {
        var list = AttributeList()
        list.append("BANDWIDTH", .plain("730000"))
        list.append("CODECS", .quoted("avc1.64001f,mp4a.40.2"))
        list.append("RESOLUTION", .plain("720x1280"))
        #expect(list.text == "BANDWIDTH=730000,CODECS=\"avc1.64001f,mp4a.40.2\",RESOLUTION=720x1280")
    }

    @Test func readsWhatItWrote() throws {
        let text = "TYPE=AUDIO,NAME=\"a,b=c\",DEFAULT=YES,BANDWIDTH=12,RESOLUTION=1x65535,EMPTY=\"\""
        let list = try AttributeList(parsing: text)
        #expect(list.text == text)
        #expect(try list.plain("TYPE") == "AUDIO")
        #expect(try list.quoted("NAME") == "a,b=c")
        #expect(try list.flag("DEFAULT") == true)
        #expect(try list.integer("BANDWIDTH") == 12)
        #expect(try list.resolution("RESOLUTION") == PixelSize(width: 1, height: 65_535))
        #expect(try list.quoted("EMPTY") == "")
        #expect(try list.integer("MISSING") == nil)
    }

    @Test(arguments: [
        "A", "=1", "a=1", "A=1,", ",A=1", "A=1,A=2", "A=\"x", "A=\"x\"y", "A=", "A= 1", "A=1\"2\"", "A=1,,B=2", "A B=1",
    ])
    func refusesWhatIsNoList(text: String) {
        #expect(throws: AttributeList.Failure.self) { try AttributeList(parsing: text) }
    }

    @Test func refusesValuesOfAnotherKind() throws {
        let list = try AttributeList(parsing: "A=\"1\",B=1,C=-1,D=1x,E=0x5,F=MAYBE,G=99999999999999999999,H=1.5")
        #expect(throws: AttributeList.Failure.self) { try list.integer("A") }
        #expect(throws: AttributeList.Failure.self) { try list.quoted("B") }
        for name in ["C", "G", "H"] { #expect(throws: AttributeList.Failure.self) { try list.integer(name) } }
        for name in ["B", "D", "E"] { #expect(throws: AttributeList.Failure.self) { try list.resolution(name) } }
        #expect(throws: AttributeList.Failure.self) { try list.flag("F") }
        #expect(throws: AttributeList.Failure(message: "no URI")) { try list.required("URI", list.quoted("URI")) }
    }
}
