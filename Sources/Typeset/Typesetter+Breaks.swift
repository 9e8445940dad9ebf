import CPango

/// Where lines may break, and how they end then.
extension Typesetter {
    /// No hyphen that isn't in the text: Pango would put one where it breaks a word for want of room, also in addresses and
    /// codes, and in scripts that have none. A soft hyphen is one that the text asks for.
    func showNoHyphens(in text: String, _ attributes: OpaquePointer?) {
        var (offset, start) = (0, 0)
        func forbid(upTo end: Int) {
            insert(pango_attr_insert_hyphens_new(0), start..<end, into: attributes)
            start = end
        }
        for scalar in text.unicodeScalars {
            offset += UTF8.width(scalar)
            // An attribute says nothing of the place that it begins at: there a hyphen is allowed.
            if scalar == "\u{AD}" { forbid(upTo: offset) }
        }
        forbid(upTo: offset)
    }

    /// Allows no line to break within an amount of money, also where only a plain space keeps its sign from it.
    func keepAmountsWhole(_ text: String, in attributes: OpaquePointer?) {
        for place in Amounts.places(in: text) { insert(pango_attr_allow_breaks_new(0), place, into: attributes) }
    }

    /// Has an attribute hold for a part of the text.
    ///
    /// - Parameters:
    ///   - attribute: Taken over by the list.
    ///   - range: In bytes of UTF-8.
    func insert(
        _ attribute: UnsafeMutablePointer<PangoAttribute>?, _ range: Range<Int>, into attributes: OpaquePointer?
    ) {
        guard let attribute else { return }
        attribute.pointee.start_index = UInt32(range.lowerBound)
        attribute.pointee.end_index = UInt32(range.upperBound)
        pango_attr_list_insert(attributes, attribute)
    }
}
