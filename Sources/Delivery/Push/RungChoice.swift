import Broadcast
import MediaModel

/// Which rung of a programme goes to a destination.
enum RungChoice: Hashable, Sendable {
    case top
    /// By its rendition's name, e.g. `v720x1280`.
    case named(String)
    /// The best one whose pictures and sound have so many bits a second at most.
    case under(Int)

    /// - Parameter text: `rung=v720x1280`, `under=4000k`, `under=2.5M`; empty for the top one.
    init(_ text: Substring) throws(DestinationAddress.Failure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.dropFirst().first) {
        case ("", nil), (nil, _): self = .top
        case ("rung", let name?) where !name.isEmpty: self = .named(String(name))
        case ("under", let rate?):
            guard let bits = Self.bits(rate) else {
                throw .init(description: "#under=\(rate.prefix(32)): expected a bit rate such as 4000k or 2.5M")
            }
            self = .under(bits)
        default:
            throw .init(
                description:
                    "#\(text.prefix(32)): expected #rung= and a rung's name, or #under= and a bit rate such as 4000k")
        }
    }

    private static func bits(_ text: Substring) -> Int? {
        let unit: Double
        switch text.last {
        case "k": unit = 1_000
        case "M": unit = 1_000_000
        default: return nil
        }
        guard text.dropLast().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let number = Double(text.dropLast()), number > 0, number <= 1_000_000
        else { return nil }
        return Int(number * unit)
    }

    /// The rung of a programme.
    ///
    /// - Throws: If there is none; in words.
    func rung(of outlets: ProgrammeOutlets) throws(DestinationAddress.Failure) -> ProgrammeOutlets.RungOutlet {
        let rungs = outlets.rungs
        let total = { (rung: ProgrammeOutlets.RungOutlet) in rung.rung.bitRate + outlets.soundBitRate }
        let list = rungs.map { "\($0.name) (\(total($0) / 1_000)k)" }.joined(separator: ", ")
        switch self {
        case .top: return rungs[0]
        case .named(let name):
            guard let rung = rungs.first(where: { $0.name == name }) else {
                throw .init(description: "#rung=\(name.prefix(32)): the programme has no such rung; it has \(list)")
            }
            return rung
        case .under(let bits):
            guard let rung = rungs.filter({ total($0) <= bits }).max(by: { total($0) < total($1) }) else {
                throw .init(
                    description:
                        "#under=\(bits / 1_000)k: the programme has no rung with so few bits a second; it has \(list)")
            }
            return rung
        }
    }
}
