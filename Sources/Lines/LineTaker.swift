/// Takes lines from a ``LineSink``, and may take its time.
///
/// Belongs to the sink's thread.
package protocol LineTaker: ~Copyable {
    associatedtype Entry: Sendable

    /// Writes an entry, or says that some are missing.
    mutating func take(_ item: LineItem<Entry>) -> LineOutcome
}

/// What a ``LineSink`` hands on.
package enum LineItem<Entry: Sendable>: Sendable {
    /// - Parameter isKept: Whether it is worth another try.
    case entry(Entry, isKept: Bool)
    /// So many lines found no room here.
    case gap(lines: Int)
}

/// What became of an item.
package enum LineOutcome: Equatable, Sendable {
    /// It is written, or lost for good and counted by whoever takes lines.
    case taken
    /// It is to be handed on once more after so long.
    case later(Duration)
}

/// What happens to a line that finds no room.
package enum LineImportance: Sendable {
    /// It goes without a word, like a status that the next one replaces.
    case passing
    /// It goes, and is counted.
    case usual
    /// It stays whatever there is: a result, a line that somebody waits for, a last error.
    case kept
}
