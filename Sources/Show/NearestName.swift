import MediaModel

/// The name of `names` that `misspelt` was probably meant to be; `nil` if none comes near.
///
/// Near is at most one slip in three letters: a letter too many, too few, wrong, or two in each other's place.
/// Case, `-` and `_` don't count, so `original_price` finds `originalPrice`.
package func nearestName(to misspelt: String, among names: some Sequence<String>) -> String? {
    // Longer ones are no slip of the pen, and the table below grows with the square.
    guard misspelt.utf8.count <= 64 else { return nil }
    let letters = plainLetters(misspelt)
    var nearest: (name: String, distance: Int)?
    for name in names {
        let wanted = plainLetters(name)
        let distance = editDistance(letters, wanted)
        guard distance <= max(letters.count, wanted.count) / 3, distance < nearest?.distance ?? .max else { continue }
        nearest = (name, distance)
    }
    return nearest?.name
}

/// What to say after "unknown …": the nearest name or, for want of one, all of them.
package func suggestion(for misspelt: String, among names: [String]) -> String {
    if let nearest = nearestName(to: misspelt, among: names) { return "did you mean \"\(nearest)\"?" }
    return names.count == 1 ? "expected \(names[0])" : "expected one of \(names.joined(separator: ", "))"
}

/// Text from outside, in quotes and cut to a length that leaves an error readable.
package func quoted(_ text: String) -> String {
    let visible = text.unicodeScalars.prefix(41).map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    var excerpt = String.UnicodeScalarView()
    excerpt.append(contentsOf: visible.prefix(40))
    return "\"\(String(excerpt))\(visible.count > 40 ? "…" : "")\""
}

private func plainLetters(_ name: String) -> [Unicode.Scalar] {
    name.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" }
}
