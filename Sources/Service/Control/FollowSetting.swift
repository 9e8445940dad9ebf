import Follow
import HTTPTypes
import Show

/// What `POST /v1/source` tells a crop that follows: `"auto"`, or an object of one key.
enum FollowSetting {
    private static let keys = ["lock", "subject", "person"]
    private static let forms =
        #""auto" or an object such as {"lock":0.62}, {"lock":"here"}, {"subject":"face"} or {"person":"left"}"#

    /// - Throws: ``ControlRefusal`` with 400 for the first thing that is wrong.
    static func read(_ value: SourceSettings.Value) throws(ControlRefusal) -> FollowCommand {
        switch value {
        case .text("auto"): return .auto
        case .object(let members):
            for key in members.keys.sorted() where !keys.contains(key) {
                throw ControlRefusal(
                    .badRequest, "follow: unknown key \(quoted(key)); \(suggestion(for: key, among: keys))")
            }
            guard members.count == 1, let (key, value) = members.first else {
                throw ControlRefusal(
                    .badRequest,
                    "follow: expected one of lock, subject and person, found \(members.isEmpty ? "none" : "several")")
            }
            return try command(key, value)
        default: throw ControlRefusal(.badRequest, "follow: expected \(forms), found \(value)")
        }
    }

    private static func command(
        _ key: String, _ value: SourceSettings.Value
    ) throws(ControlRefusal) -> FollowCommand {
        func refusal(_ expected: String) -> ControlRefusal {
            ControlRefusal(.badRequest, "follow.\(key): expected \(expected), found \(value)")
        }
        func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) throws(ControlRefusal) -> Word {
            if case .text(let text) = value, let word = Word(rawValue: text) { return word }
            throw refusal(Word.allCases.map(\.rawValue).joined(separator: ", "))
        }
        switch key {
        case "lock":
            if case .text("here") = value { return .lockHere }
            guard let place = value.decimal, 0...1 ~= place else {
                throw refusal(#""here" or a place from 0 (the source's left edge) to 1"#)
            }
            return .lock(place)
        case "subject": return .subject(try word(FollowPreset.SubjectChoice.self))
        default: return .person(try word(FollowCommand.Person.self))
        }
    }
}
