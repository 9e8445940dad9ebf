/// A finding as a line of a subject file has it.
struct WrittenFinding: Decodable {
    let finding: Finding

    init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder, ["time", "cut", "subjects"])
        // A day, in seconds.
        let time = try fields.number("time", in: 0...86_400)
        var subjects: [Subject] = []
        if var list = try fields.list("subjects") {
            while !list.isAtEnd {
                guard subjects.count < SubjectTrack.maximumSubjectCount else {
                    throw FollowError("subjects: more than \(SubjectTrack.maximumSubjectCount)")
                }
                let path = "subjects[\(subjects.count)]"
                guard let element = try? list.superDecoder() else { throw FollowError("\(path): expected an object") }
                subjects.append(try Self.subject(Fields(element, Self.subjectKeys, path: path)))
            }
        }
        finding = Finding(
            time: Int64((time * 1e9).rounded()), subjects: subjects, isCut: try fields.flag("cut") ?? false)
    }

    private static let subjectKeys = ["kind", "x", "y", "width", "height", "score", "activity"]

    private static func subject(_ fields: Fields) throws -> Subject {
        let kind = try fields.kind("kind")
        // A box may stick out of the picture, by as much as the picture is large.
        let box = SubjectBox(
            x: try fields.number("x", in: -1...2), y: try fields.number("y", in: -1...2),
            width: try fields.number("width", in: 0.0001...2), height: try fields.number("height", in: 0.0001...2))
        return Subject(
            kind, box, score: try fields.optionalNumber("score", in: 0...1) ?? 1,
            activity: try fields.optionalNumber("activity", in: 0...1))
    }
}

/// The members of one object, with their place in its line.
private struct Fields {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>
    private let path: String

    init(_ decoder: any Decoder, _ known: [String], path: String = "") throws {
        self.path = path
        do {
            container = try decoder.container(keyedBy: Key.self)
        } catch {
            throw FollowError(
                path.isEmpty ? "expected a JSON object with time and subjects" : "\(path): expected an object")
        }
        if let other = container.allKeys.map(\.stringValue).sorted().first(where: { !known.contains($0) }) {
            throw FollowError(
                "\(place(of: String(other.prefix(40)))): unknown; known are \(known.joined(separator: ", "))")
        }
    }

    private func place(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func optionalNumber(_ key: String, in range: ClosedRange<Double>) throws(FollowError) -> Double? {
        guard isThere(key) else { return nil }
        guard let value = try? container.decode(Double.self, forKey: Key(stringValue: key)), range.contains(value)
        else {
            throw FollowError(
                "\(place(of: key)): expected a number of \(decimal(range.lowerBound)) to \(decimal(range.upperBound))")
        }
        return value
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(FollowError) -> Double {
        guard let value = try optionalNumber(key, in: range) else { throw FollowError("\(place(of: key)): missing") }
        return value
    }

    func flag(_ key: String) throws(FollowError) -> Bool? {
        guard isThere(key) else { return nil }
        guard let value = try? container.decode(Bool.self, forKey: Key(stringValue: key)) else {
            throw FollowError("\(place(of: key)): expected true or false")
        }
        return value
    }

    func kind(_ key: String) throws(FollowError) -> Subject.Kind {
        guard isThere(key) else { throw FollowError("\(place(of: key)): missing") }
        guard let kind = try? container.decode(Subject.Kind.self, forKey: Key(stringValue: key)) else {
            let kinds = Subject.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw FollowError("\(place(of: key)): expected one of \(kinds)")
        }
        return kind
    }

    func list(_ key: String) throws(FollowError) -> (any UnkeyedDecodingContainer)? {
        guard isThere(key) else { throw FollowError("\(place(of: key)): missing; without any, write []") }
        guard let list = try? container.nestedUnkeyedContainer(forKey: Key(stringValue: key)) else {
            throw FollowError("\(place(of: key)): expected a list")
        }
        return list
    }

    /// `null` counts as absent.
    private func isThere(_ key: String) -> Bool {
        let key = Key(stringValue: key)
        return container.contains(key) && (try? container.decodeNil(forKey: key)) != true
    }
}
