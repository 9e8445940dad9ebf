import Synchronization

/// The tables that were made last, for whoever needs one of them again: a source that comes back, a picture that is turned.
public enum ColorTables {
    /// A few megabytes each.
    private static let capacity = 4
    private static let kept = Mutex<[ColorTable]>([])

    /// The table for a source. Any thread; the first time it takes some tens of milliseconds.
    ///
    /// - Throws: ``ColorMappingError`` for codes that nobody can read.
    public static func table(for source: ColorTable.Source) throws(ColorMappingError) -> ColorTable {
        if let table = kept.withLock({ $0.first { $0.source == source } }) { return table }
        let table = try ColorTable(source)
        let old = kept.withLock { kept in
            kept.append(table)
            return kept.count > capacity ? kept.removeFirst() : nil
        }
        // Freed after the lock.
        _ = consume old
        return table
    }
}
