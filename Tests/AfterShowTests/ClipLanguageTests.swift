import Foundation
import MediaModel
import Show
import Testing

@testable import AfterShow

/// What a clip tells of a product that the show names in several languages.
@Suite struct ClipLanguageTests {
    private static let line =
        #"{"at":1,"type":"price","product":{"id":"cup","name":{"ja":"カップ","en":"Mug"},"price":1,"currency":"USD"}}"#

    @Test func hasAllNamesAndOneTitle() throws {
        let event = try EventDecoder().decode(Self.line.utf8)
        var events = RecordedEvents(replaying: [[event]], at: [.zero])
        func product() -> ClipRecord.Product? { events.summary(of: .zero..<(.seconds(10))).products.first }
        #expect(product()?.name == "カップ", "presets that name no language are Japanese")
        events.language = "en-US"
        #expect(product()?.name == "Mug")
        #expect(product()?.nameByLanguage == ["ja": "カップ", "en": "Mug"])
        #expect(ProductClips.ranges(events, in: .zero..<(.seconds(10))).map(\.product.name) == ["Mug"])
        let record = try JSONEncoder().encode(ClipRecord.Product(id: "bag", name: "Bag"))
        #expect(String(decoding: record, as: UTF8.self).contains("nameByLanguage") == false)
    }
}
