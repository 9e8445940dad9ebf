/// A rule that a presentation, a broadcast or a server must keep. `docs/hls-rules.md` lists them with their tests.
public struct Rule: Hashable, Sendable {
    /// E.g. `part-duration`. Where a finished presentation and a broadcast have to keep something alike in two ways, both rules have
    /// the same name.
    public let name: String
    /// Where it is written: sections of RFC 8216bis, numbers of Apple's authoring specification.
    public let source: String
    /// What it asks, in a few words.
    public let requirement: String

    init(_ name: String, _ source: String, _ requirement: String) {
        (self.name, self.source, self.requirement) = (name, source, requirement)
    }

    public static let all: [Rule] = ofPresentations + ofBroadcasts + ofAnswers

    /// The same rule where another passage asks for it.
    package func asked(by source: String) -> Rule { Rule(name, source, requirement) }
}
