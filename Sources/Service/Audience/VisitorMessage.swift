import Foundation

/// What a visitor sends: `{"hearts": 7, "vote": {"poll": "p-1", "option": 2}, "comment": {"author": "Mia", "text": "Nice"}}`, each of it
/// if it is there.
struct VisitorMessage: Hashable, Sendable {
    struct Vote: Hashable, Sendable {
        /// `nil` for a poll without one.
        let poll: String?
        /// Its number, from 1.
        let option: Int
    }

    struct Comment: Hashable, Sendable {
        let author: String?
        let text: String
    }

    struct Failure: Error, Hashable { let description: String }

    /// In bytes.
    static let byteLimit = 4_096
    /// Of one message: what a thumb does in a second, and a little more.
    static let heartLimit = 100

    var hearts = 0
    var vote: Vote?
    var comment: Comment?

    /// - Throws: ``Failure`` that names the key.
    init(_ data: Data) throws(Failure) {
        guard let members = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw Failure(description: "expected a JSON object with hearts, vote or comment")
        }
        for (key, value) in members {
            switch key {
            case "hearts": hearts = try Self.integer(value, in: 1...Self.heartLimit, key)
            case "vote":
                let vote = try Self.object(value, of: ["poll", "option"], key)
                self.vote = Vote(
                    poll: try vote["poll"].map { value throws(Failure) in try Self.text(value, "vote.poll") },
                    option: try Self.integer(vote["option"], in: 1...4, "vote.option"))
            case "comment":
                let comment = try Self.object(value, of: ["author", "text"], key)
                self.comment = Comment(
                    author: try comment["author"].map { value throws(Failure) in try Self.text(value, "comment.author")
                    },
                    text: try Self.text(comment["text"], "comment.text"))
            default: throw Failure(description: "\(key.prefix(64)): unknown key; expected hearts, vote or comment")
            }
        }
        guard !members.isEmpty else { throw Failure(description: "expected hearts, a vote or a comment, found none") }
    }

    private static func object(_ value: Any, of keys: Set<String>, _ name: String) throws(Failure) -> [String: Any] {
        guard let members = value as? [String: Any], keys.isSuperset(of: members.keys) else {
            throw Failure(description: "\(name): expected an object of \(keys.sorted().joined(separator: " and "))")
        }
        return members
    }

    private static func text(_ value: Any?, _ name: String) throws(Failure) -> String {
        guard let text = value as? String, !text.isEmpty else { throw Failure(description: "\(name): expected a text") }
        return text
    }

    private static func integer(_ value: Any?, in range: ClosedRange<Int>, _ name: String) throws(Failure) -> Int {
        // `true` is a number to Foundation, too; as a number it is 1, which does no harm.
        guard let number = value as? NSNumber, number.doubleValue == Double(number.intValue), range ~= number.intValue
        else {
            throw Failure(
                description: "\(name): expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number.intValue
    }
}
