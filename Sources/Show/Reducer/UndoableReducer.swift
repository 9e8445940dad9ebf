/// What a kind of events makes of a part of the show that no other events change.
///
/// Each has a ``History`` of its own, so that a storm of hearts doesn't make a price too old to be undone.
protocol UndoableReducer: Sendable {
    /// What happens to it.
    associatedtype Input: Sendable

    /// Lets time pass up to and including a tick: what was due by then happens.
    mutating func advance(to tick: Int, _ rules: ShowRules)

    /// Commits an event on the tick that it was last advanced to.
    mutating func apply(_ input: Input, _ rules: ShowRules)

    /// Puts two inputs that follow each other into one, where that makes no difference later. Returns `false` otherwise.
    ///
    /// - Parameter isSameTick: Whether both came on one tick.
    static func merge(_ input: Input, into earlier: inout Input, isSameTick: Bool) -> Bool
}

extension UndoableReducer {
    static func merge(_ input: Input, into earlier: inout Input, isSameTick: Bool) -> Bool { false }
}
