/// What a detector found in one picture. None of a kind means that it looked and there was none.
public struct Finding: Hashable, Sendable {
    /// The picture's time: nanoseconds since the programme's start.
    public var time: Int64
    public var subjects: [Subject]
    /// Whether the picture begins a new shot: what was before says nothing about it.
    public var isCut: Bool

    public init(time: Int64, subjects: [Subject], isCut: Bool = false) {
        (self.time, self.subjects, self.isCut) = (time, subjects, isCut)
    }
}
