import Testing

/// Replaces text everywhere; notes an issue if there is none.
func replaced(_ text: String, _ old: String, _ new: String) -> String {
    text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
}

extension [UInt8] {
    /// Turns the first sample's flags in the first `trun` into those of a non-sync sample.
    mutating func clearSyncFlag() {
        guard let place = places(of: "trun").first else { return }
        // Type, version and flags, count, data offset; then the flags' second byte.
        self[place + 17] |= 1
    }

    /// Adds to the decode times of some fragments.
    mutating func delay(fragments: some Collection<Int>, by ticks: Int) {
        for (index, place) in places(of: "tfdt").enumerated() where fragments.contains(index) {
            // Type, version and flags; then eight bytes, of which the last four are enough.
            let old = self[(place + 12)..<(place + 16)].reduce(0) { $0 << 8 | Int($1) }
            for byte in 0..<4 { self[place + 12 + byte] = UInt8(truncatingIfNeeded: (old + ticks) >> ((3 - byte) * 8)) }
        }
    }

    private func places(of type: String) -> [Int] {
        let name = Array(type.utf8)
        // Boxes of media are zeros here, so that a name is a name.
        return indices.filter { self[$0] == name[0] && self[$0...].starts(with: name) }
    }
}
