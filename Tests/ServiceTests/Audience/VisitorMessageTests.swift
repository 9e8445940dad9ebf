import Foundation
import Testing

@testable import Service

@Suite struct VisitorMessageTests {
    private func read(_ text: String) throws(VisitorMessage.Failure) -> VisitorMessage {
        try VisitorMessage(Data(text.utf8))
    }

    @Test func readsWhatThePageSends() throws {
        let all = try read(
            #"{"hearts":7,"vote":{"poll":"p-1","option":2},"comment":{"author":"みき","text":"かわいい😍"}}"#)
        #expect(all.hearts == 7 && all.vote == .init(poll: "p-1", option: 2))
        #expect(all.comment == .init(author: "みき", text: "かわいい😍"))
        #expect(try read(#"{"vote":{"option":4}}"#).vote == .init(poll: nil, option: 4))
        #expect(try read(#"{"comment":{"text":"a"}}"#).comment == .init(author: nil, text: "a"))
    }

    @Test(arguments: [
        ("", "JSON object"), ("[]", "JSON object"), ("{}", "none"), (#"{"heart":1}"#, "heart: unknown key"),
        (#"{"hearts":0}"#, "hearts: expected a whole number from 1 to 100"), (#"{"hearts":101}"#, "hearts"),
        (#"{"hearts":1.5}"#, "hearts"), (#"{"hearts":"1"}"#, "hearts"), (#"{"hearts":1e300}"#, "hearts"),
        (#"{"vote":2}"#, "vote: expected an object of option and poll"), (#"{"vote":{"option":5}}"#, "vote.option"),
        (#"{"vote":{"option":1,"count":9}}"#, "vote"), (#"{"vote":{"option":1,"poll":3}}"#, "vote.poll"),
        (#"{"comment":{"text":""}}"#, "comment.text"), (#"{"comment":{"text":"a","pin":true}}"#, "comment"),
        (#"{"comment":{"text":"a","author":1}}"#, "comment.author"),
        (String(repeating: "[", count: 4_000), "JSON object"),
    ])
    func namesWhatIsWrong(text: String, sentence: String) {
        #expect { try read(text) } throws: {
            "\(($0 as? VisitorMessage.Failure)?.description ?? "")".contains(sentence)
        }
    }
}
