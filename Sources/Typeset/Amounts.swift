/// Finds where amounts stand in a text, e.g. `1 234,50 €`, `US$ 39.80`, `KRW 39,000`, `10 %`: no line may break in one.
///
/// Unicode's rules (UAX 14, LB25) keep digits and signs together that touch each other; people type a space between.
enum Amounts {
    /// More than that is no amount.
    private static let longest = 24

    /// Their places, in bytes of UTF-8. Numbers alone aren't among them unless they have groups with a space between.
    static func places(in text: String) -> [Range<Int>] {
        guard text.unicodeScalars.contains(where: isDigit) else { return [] }
        let scanner = Scanner(text)
        var places: [Range<Int>] = []
        var index = 0
        while index < scanner.scalars.count {
            guard isDigit(scanner.scalars[index]) else {
                index += 1
                continue
            }
            let (end, hasSpace) = scanner.endOfNumber(from: index)
            let start = scanner.startOfUnit(before: index)
            let unitEnd = scanner.endOfUnit(after: end)
            if hasSpace || start < index || unitEnd > end, unitEnd - start <= longest {
                places.append(scanner.offsets[start]..<scanner.offsets[unitEnd])
            }
            index = max(unitEnd, index + 1)
        }
        return places
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? 0x30...0x39 ~= scalar.value : scalar.properties.numericType == .decimal
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\u{2009}" || scalar == "\u{2007}"
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        /// Where each begins in UTF-8, and the end.
        let offsets: [Int]

        /// Currencies that are written in letters with a space beside them.
        private static let names: Set<String> = [
            "kr", "kr.", "Kr", "zł", "Kč", "Ft", "lei", "лв", "лв.", "руб", "руб.", "грн", "ден", "дин", "KM", "Fr",
            "Fr.", "Rp",
            "RM", "Rs", "Rs.", "Br", "Tk", "DH", "DT", "TL", "₽.",
        ]

        init(_ text: String) {
            scalars = Array(text.unicodeScalars)
            var (offset, offsets) = (0, [Int]())
            for scalar in scalars {
                offsets.append(offset)
                offset += UTF8.width(scalar)
            }
            self.offsets = offsets + [offset]
        }

        /// Behind the digits from `start`, their groups and decimals.
        func endOfNumber(from start: Int) -> (end: Int, hasSpace: Bool) {
            var (index, hasSpace) = (start, false)
            while index < scalars.count {
                if isDigit(scalars[index]) {
                    index += 1
                } else if index + 1 < scalars.count, isDigit(scalars[index + 1]), Self.isPoint(scalars[index]) {
                    index += 1
                } else if isSpace(scalars[index]), isGroup(at: index + 1) {
                    (index, hasSpace) = (index + 1, true)
                } else {
                    break
                }
            }
            return (index, hasSpace)
        }

        private static func isPoint(_ scalar: Unicode.Scalar) -> Bool {
            [".", ",", "'", "’", "\u{66B}", "\u{66C}"].contains(scalar)
        }

        /// Three digits and no fourth.
        private func isGroup(at start: Int) -> Bool {
            guard start + 3 <= scalars.count, scalars[start..<start + 3].allSatisfy(isDigit) else { return false }
            return start + 3 == scalars.count || !isDigit(scalars[start + 3])
        }

        /// Where the sign or code before a number begins; the number's own start if there is none.
        func startOfUnit(before start: Int) -> Int {
            var end = start
            if end > 0, isSpace(scalars[end - 1]) { end -= 1 }
            guard end > 0 else { return start }
            if scalars[end - 1].properties.generalCategory == .currencySymbol {
                // US$, NT$, R$.
                let first = startOfWord(before: end - 1)
                return end - 1 - first <= 3 ? first : end - 1
            }
            let first = startOfWord(before: end)
            return end < start && isCurrency(first..<end) ? first : start
        }

        /// Behind the sign, percent sign or code that follows a number; the number's own end if there is none.
        func endOfUnit(after end: Int) -> Int {
            var start = end
            if start < scalars.count, isSpace(scalars[start]) { start += 1 }
            guard start < scalars.count else { return end }
            let isSign = scalars[start].properties.generalCategory == .currencySymbol
            if isSign || ["%", "‰", "٪", "％"].contains(scalars[start]) { return start + 1 }
            var last = start
            while last < scalars.count, isLetter(scalars[last]) { last += 1 }
            if last < scalars.count, scalars[last] == ".", isCurrency(start..<last + 1) { return last + 1 }
            return start > end && isCurrency(start..<last) ? last : end
        }

        private func startOfWord(before end: Int) -> Int {
            var first = end
            while first > 0, isLetter(scalars[first - 1]) || end - first < 1 && scalars[first - 1] == "." { first -= 1 }
            return first
        }

        private func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

        /// A code of three capitals, or one of the names.
        private func isCurrency(_ word: Range<Int>) -> Bool {
            guard 1...4 ~= word.count else { return false }
            let scalars = scalars[word]
            if word.count == 3, scalars.allSatisfy({ 0x41...0x5A ~= $0.value }) { return true }
            return Self.names.contains(String(String.UnicodeScalarView(scalars)))
        }
    }
}
