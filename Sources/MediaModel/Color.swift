/// A colour as designers write it: sRGB, 8 bits a component, alpha not multiplied in.
public struct Color: Hashable, Sendable {
    public var red, green, blue, alpha: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
    }

    public static let white = Color(red: 255, green: 255, blue: 255)
    public static let black = Color(red: 0, green: 0, blue: 0)
    public static let clear = Color(red: 0, green: 0, blue: 0, alpha: 0)

    /// Reads `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`, as in CSS; `nil` for anything else.
    public init?(hex text: some StringProtocol) {
        guard text.first == "#", text.count <= 9 else { return nil }
        var digits: [UInt8] = []
        for character in text.dropFirst() {
            guard character.isASCII, let digit = character.hexDigitValue else { return nil }
            digits.append(UInt8(digit))
        }
        switch digits.count {
        case 3, 4: digits = digits.flatMap { [$0, $0] }
        case 6, 8: break
        default: return nil
        }
        if digits.count == 6 { digits += [15, 15] }
        self.init(
            red: digits[0] << 4 | digits[1], green: digits[2] << 4 | digits[3],
            blue: digits[4] << 4 | digits[5], alpha: digits[6] << 4 | digits[7])
    }
}
