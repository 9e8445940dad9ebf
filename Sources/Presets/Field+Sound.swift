import Show

extension Field {
    func sound() -> SoundPreset? {
        guard let map = map(["loudness", "truePeak", "gain", "bed"]) else { return nil }
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
        map.read("bed", into: &sound.bed) { $0.bed() }
        return sound
    }

    private func bed() -> BedPreset? {
        guard let map = map(["file", "under"]) else { return nil }
        guard let field = map["file"] else { return missing("file") }
        let names =
            field.elementCount == nil
            ? [field] : field.list(of: BedPreset.fileCounts, "sound files in the preset's folder")
        let files = (names ?? []).compactMap { $0.file("sound file", example: "music/shop.ogg")?.path }
        var bed = BedPreset(files: files)
        map.read("under", into: &bed.under) { $0.level(in: BedPreset.unders, "LU", or: nil) }
        return files.isEmpty ? nil : bed
    }

    /// A number that may have its sign before it and its unit behind it: `-16`, `+6 dB`.
    private func level(in range: ClosedRange<Double>, _ unit: String, or word: String?) -> Double? {
        let bounds = "\(plainText(of: range.lowerBound)) to \(plainText(of: range.upperBound)) \(unit)"
        let other = word.map { "\($0), or " } ?? ""
        guard let text = scalarText, let number = Self.decimal(Self.withoutUnitAndPlus(text, unit)),
            range.contains(number)
        else { return mismatch(expected: "\(other)a number from \(bounds)") }
        return number
    }

    private static func withoutUnitAndPlus(_ text: String, _ unit: String) -> Substring {
        let number = text.hasSuffix(" \(unit)") ? text.dropLast(unit.count + 1) : text[...]
        // What two signs would be is no number.
        return number.hasPrefix("+") && !number.hasPrefix("+-") ? number.dropFirst() : number
    }
}
