import Testing

@testable import Service

@Suite struct VisitorPassTests {
    private let passes = VisitorPasses(secret: "a secret")

    @Test func knowsItsOwn() throws {
        let (pass, text) = passes.make(at: 1_000, id: 7)
        #expect(pass == VisitorPass(id: 7, issued: 1_000))
        #expect(passes.check(text[...], at: 1_002) == pass)
        // Another process with the same secret, or the same after a restart.
        #expect(VisitorPasses(secret: "a secret").check(text[...], at: 2_000) == pass)
        #expect(passes.find(in: "a=b; tatecast_visitor=\(text); c", at: 1_002) == pass)
        #expect(passes.find(in: "tatecast_visitor=wrong; tatecast_visitor=\(text)", at: 1_002) == pass)
    }

    @Test func refusesOthers() {
        let (_, text) = passes.make(at: 1_000, id: 7)
        for other in [VisitorPasses(secret: "another"), VisitorPasses(secret: nil)] {
            #expect(other.check(text[...], at: 1_002) == nil)
        }
        for index in text.indices {
            var changed = text
            changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
            #expect(passes.check(changed[...], at: 1_002) == nil)
        }
        #expect(passes.check("", at: 1_002) == nil && passes.check(text.dropLast(), at: 1_002) == nil)
        // Its time is over, or it comes from the future.
        #expect(passes.check(text[...], at: 1_001 + VisitorPasses.lifetime) == nil)
        #expect(passes.check(text[...], at: 900) == nil)
        for cookies in [nil, "", ";;=", "tatecast_visitor", String(repeating: "a=b;", count: 4_000) + text] {
            #expect(passes.find(in: cookies, at: 1_002) == nil)
        }
    }
}
