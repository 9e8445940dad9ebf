import Show

extension Field {
    func sound() -> SoundPreset? {
        guard let map = map(["loudness", "truePeak", "gain"]) else { return nil }
        var sound = SoundPreset()
        if let field = map["loudness"] {
            if field.scalarText == "off" {
                sound.loudness = nil
            } else if let loudness = field.level(in: SoundPreset.loudnesses, "LUFS", or: "off") {
                sound.loudness = loudness
            }
        }
        map.read("truePeak", into: &sound.truePeak) { $0.level(in: SoundPreset.truePeaks, "dBTP", or: nil) }
        map.read("gain", into: &sound.gain) { field in
            if field.scalarText == "auto" { return .auto }
            return field.level(in: SoundPreset.gains, "dB", or: "auto").map { .decibels($0) }
        }
        return sound
    }

    /// A number that may have its unit behind it: `-16`, `-16 LUFS`.
    private func level(in range: ClosedRange<Double>, _ unit: String, or word: String?) -> Double? {
        let bounds = "\(plainText(of: range.lowerBound)) to \(plainText(of: range.upperBound)) \(unit)"
        let other = word.map { "\($0), or " } ?? ""
        guard let text = scalarText, let number = Self.decimal(Self.withoutUnit(text, unit)), range.contains(number)
        else { return mismatch(expected: "\(other)a number from \(bounds)") }
        return number
    }

    private static func withoutUnit(_ text: String, _ unit: String) -> Substring {
        text.hasSuffix(" \(unit)") ? text.dropLast(unit.count + 1) : text[...]
    }
}
