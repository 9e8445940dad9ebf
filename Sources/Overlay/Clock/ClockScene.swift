import MediaModel

/// The running time of day: digits put together from sprites, centred on the clock's plate.
struct ClockScene: LayerScene {
    /// What stands at one place of the time, in order from the left.
    enum Part: Sendable {
        case hour(isTwelve: Bool, isPadded: Bool)
        case minute, second
        /// For the hours before noon and after it, of one width.
        case period(Sprite, Sprite)
        case sprite(Sprite)
        case colon
        /// White space, in luma samples.
        case gap(Int)
    }

    let time: DayTime
    let parts: [Part]
    let digits: DigitSprites
    /// The plate's middle, in luma samples.
    let centreX, centreY: Int

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        let seconds = time.seconds(at: tick)
        var x = centreX - Self.width(of: parts, digits, at: seconds) / 2
        for part in parts {
            switch part {
            case .hour(let isTwelve, let isPadded):
                let hour = Self.hour(of: seconds, isTwelve: isTwelve)
                if isPadded || hour > 9 { append(hour / 10, &x, to: &list) }
                append(hour % 10, &x, to: &list)
            case .minute: appendPair(seconds / 60 % 60, &x, to: &list)
            case .second: appendPair(seconds % 60, &x, to: &list)
            case .period(let morning, let afternoon):
                let sprite = seconds < 43_200 ? morning : afternoon
                append(sprite, advance: sprite.size.width, &x, to: &list)
            case .sprite(let sprite): append(sprite, advance: sprite.size.width, &x, to: &list)
            case .colon: append(digits.sign, advance: digits.signAdvance, &x, to: &list)
            case .gap(let width): x += width
            }
        }
    }

    /// The width of the time as it is written then, in luma samples.
    static func width(of parts: [Part], _ digits: DigitSprites, at seconds: Int) -> Int {
        var width = 0
        for part in parts {
            switch part {
            case .hour(let isTwelve, let isPadded):
                width += (isPadded || hour(of: seconds, isTwelve: isTwelve) > 9 ? 2 : 1) * digits.advance
            case .minute, .second: width += 2 * digits.advance
            case .period(let sprite, _), .sprite(let sprite): width += sprite.size.width
            case .colon: width += digits.signAdvance
            case .gap(let gap): width += gap
            }
        }
        return width
    }

    private static func hour(of seconds: Int, isTwelve: Bool) -> Int {
        let hour = seconds / 3_600
        guard isTwelve else { return hour }
        return hour % 12 == 0 ? 12 : hour % 12
    }

    private func appendPair(_ number: Int, _ x: inout Int, to list: inout [Placement]) {
        append(number / 10, &x, to: &list)
        append(number % 10, &x, to: &list)
    }

    private func append(_ digit: Int, _ x: inout Int, to list: inout [Placement]) {
        append(digits.digits[digit], advance: digits.advance, &x, to: &list)
    }

    private func append(_ sprite: Sprite, advance: Int, _ x: inout Int, to list: inout [Placement]) {
        list.append(Placement(sprite: sprite, centreX: x + advance / 2, centreY: centreY))
        x += advance
    }
}
