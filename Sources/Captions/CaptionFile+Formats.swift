import MediaModel

extension CaptionFile {
    /// WebVTT, by its parser's rules (section 6.1 of its specification): a block with an arrow is a cue.
    mutating func readWebVTT(_ lines: CaptionLines, _ language: LanguageTag) {
        for (index, block) in lines.blocks.enumerated() {
            if index == 0 {
                if let place = block.lines.firstIndex(where: { $0.hasPrefix("X-TIMESTAMP-MAP") }) {
                    report("X-TIMESTAMP-MAP is left out: times are the programme's", at: place + 1)
                }
                continue
            }
            let first = block.lines.first?.prefix { !$0.isWhitespace && $0 != ":" } ?? ""
            let hasArrow = block.lines.prefix(2).contains { $0.contains("-->") }
            switch first {
            case "NOTE" where !hasArrow: break
            case "STYLE" where !hasArrow, "REGION" where !hasArrow:
                reportOnce("\(first) is left out: players, and the captions layer, have their own look", at: block.line)
            default: readCue(block, language)
            }
        }
    }

    private mutating func readCue(_ block: CaptionLines.Block, _ language: LanguageTag) {
        guard let place = block.lines.prefix(2).firstIndex(where: { $0.contains("-->") }) else {
            return report("expected a caption's times, such as 00:01.000 --> 00:02.500", at: block.line)
        }
        guard let times = readTimes(block.lines[place], line: place + 1) else { return }
        if times.hasSettings {
            reportOnce("settings behind the times are left out: captions stand where players put them", at: place + 1)
        }
        let text = block.lines[(place + 1)...].joined(separator: "\n")
        add(CaptionText(text, .webVTT), (times.from, times.to), language, line: place + 1)
    }

    /// SubRip: a number, times, text. What a file in the world gets wrong (numbers, missing empty lines) costs nothing.
    mutating func readSubRip(_ lines: CaptionLines, _ language: LanguageTag) {
        var expected = 1
        for block in lines.blocks {
            var places = block.lines.indices.filter { block.lines[$0].contains("-->") }[...]
            guard let firstPlace = places.first else {
                if !captions.isEmpty || expected > 1 {
                    report("expected a caption's times, such as 00:00:01,000 --> 00:00:02,500", at: block.line)
                }
                continue
            }
            checkNumber(block, before: firstPlace, expected: &expected)
            while let place = places.popFirst() {
                // Where the empty line is missing, the next caption's number stands before its times.
                var end = places.first ?? block.lines.endIndex
                if places.first != nil, end > place + 1, Int(block.lines[end - 1].filter { !$0.isWhitespace }) != nil {
                    end -= 1
                    expected += 1
                }
                guard let times = readTimes(block.lines[place], line: place + 1) else { continue }
                let text = block.lines[(place + 1)..<end].joined(separator: "\n")
                add(CaptionText(text, .subRip), (times.from, times.to), language, line: place + 1)
            }
        }
    }

    private mutating func checkNumber(_ block: CaptionLines.Block, before place: Int, expected: inout Int) {
        let given = place > block.lines.startIndex ? Int(block.lines[place - 1].filter { !$0.isWhitespace }) : nil
        if given != expected {
            reportOnce("captions aren't numbered 1, 2, 3…: they go by their times", at: block.line)
        }
        expected = (given.map { $0 < 1 << 32 ? $0 : expected } ?? expected) + 1
    }

    private mutating func readTimes(
        _ text: Substring, line: Int
    ) -> (from: MediaTime, to: MediaTime, hasSettings: Bool)? {
        guard let times = CaptionLines.Block.times(text), let from = CueTime.read(times.from),
            let to = CueTime.read(times.to)
        else {
            report("these times can't be read: expected such as 00:00:01.000 --> 00:00:02.500", at: line)
            return nil
        }
        return (from, to, !times.settings.isEmpty)
    }
}
