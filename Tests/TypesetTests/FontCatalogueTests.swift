import Testing
import Typeset

@Suite struct FontCatalogueTests {
    private let catalogue = FontCatalogue()

    @Test(arguments: ["BIZ UDPGothic Bold", "biz udpgothic bold", "BIZ UDPゴシック Bold"])
    func findsAFaceByFamilyAndStyle(name: String) throws {
        let face = try #require(catalogue.face(named: name))
        #expect(face.name == "BIZ UDPGothic Bold")
    }

    @Test func findsTheRegularFaceOfAFamily() {
        #expect(catalogue.face(named: "BIZ UDPGothic")?.style == "Regular")
    }

    @Test(arguments: ["BIZ UDPGothic Heavy", "Comic Sans", "", "Bold"])
    func doesNotFindWhatIsNotInstalled(name: String) {
        #expect(catalogue.face(named: name) == nil)
    }

    @Test func namesTheNearest() {
        #expect(catalogue.names(nearest: "BIZ UDPGothik Bolt").first == "BIZ UDPGothic Bold")
        #expect(catalogue.names(nearest: "BIZ UDPGothik Bolt", count: 2).count == 2)
    }
}
