import MediaModel
import Show
import Testing

@testable import Reporting

@Suite struct HeartLineTests {
    private static func read(_ text: String) -> HeartLine? { HeartLine(Array(text.utf8)[...]) }

    @Test(arguments: [
        (#"{"at":12.500000,"type":"hearts","count":37}"#, Int64(12_500_000), 37, ""),
        (#"{"at": 0, "count": 1, "id": "h-1", "type": "hearts"}"#, 0, 1, "h-1"),
        (#"{"type":"hearts","icon":"star","at":3.25,"count":1000000000}"#, 3_250_000, 1_000_000_000, ""),
    ])
    func readsWhatNearlyAllSay(_ text: String, at: Int64, count: Int, id: String) throws {
        let line = try #require(Self.read(text))
        #expect(line.at == at && line.count == count && String(decoding: line.id, as: UTF8.self) == id)
    }

    /// These are the decoder's, which takes some of them and says what is wrong with the others.
    @Test(arguments: [
        "", "{", "{}", #"{"at":1,"type":"hearts"}"#, #"{"at":1,"type":"hearts","count":0}"#,
        #"{"at":1,"type":"hearts","count":-1}"#, #"{"at":1,"type":"hearts","count":1.5}"#,
        #"{"at":-1,"type":"hearts","count":1}"#, #"{"at":1e3,"type":"hearts","count":1}"#,
        #"{"at":1,"type":"hearts","count":1,"size":2}"#, #"{"at":1,"type":"hearts","count":1}x"#,
        #"{"at":1,"at":2,"type":"hearts","count":1}"#, #"{"at":1,"type":"hearts","count":1,"id":"a\"b"}"#,
        #"{"at":1,"type":"comment","text":"hearts"}"#, #"{"at":1.0000001,"type":"hearts","count":1}"#,
        #"{"at":"2026-01-01T00:00:00Z","type":"hearts","count":1}"#,
    ])
    func leavesTheRestToTheDecoder(_ text: String) { #expect(Self.read(text) == nil) }

    /// Whatever it takes, the decoder takes, and reads the same from it.
    @Test func agreesWithTheDecoder() throws {
        let decoder = EventDecoder()
        for text in [
            #"{"at":12.5,"type":"hearts","count":37}"#, #" {"at":7 , "id":"x" ,"type":"hearts","count":2} "#,
        ] {
            let (line, event) = (try #require(Self.read(text)), try decoder.decode(text.utf8))
            #expect(event.mediaTime == .microseconds(line.at) && event.action == .hearts(count: line.count))
        }
    }
}
