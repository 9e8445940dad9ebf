public import Foundation

/// How many decimals amounts of a currency have, and when shops write them.
///
/// The platform's own data won't do: it tells what is usual in cash, so that an amount in a currency with two decimals would be
/// rounded on screen and nowhere else.
public enum CurrencyDecimals {
    /// How many decimals an amount may have: the minor units of ISO 4217.
    ///
    /// - Parameter code: Three capitals, e.g. `JPY`; a currency that isn't listed has two.
    public static func most(in code: String) -> Int {
        if none.contains(code) { return 0 }
        if three.contains(code) { return 3 }
        return four.contains(code) ? 4 : 2
    }

    /// How many decimals an amount is written with: all that its currency has, but none for a whole amount where shops write
    /// none.
    ///
    /// - Parameter amount: In major units.
    public static func written(_ amount: Decimal, in code: String) -> Int {
        amount.isWhole && wholeInShops.contains(code) ? 0 : most(in: code)
    }

    /// Whether `amount` has no more decimals than its currency.
    public static func allow(_ amount: Decimal, in code: String) -> Bool {
        amount.rounded(toDecimals: most(in: code)) == amount
    }

    private static let none: Set = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
        "XPF",
    ]
    private static let three: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
    private static let four: Set = ["CLF", "UYW"]

    /// Currencies with minor units that nobody pays in: those without decimals, or without them in cash, in Unicode's CLDR 42
    /// (supplemental data, `fractions`).
    private static let wholeInShops: Set = [
        "AFN", "ALL", "AMD", "COP", "CRC", "CZK", "GYD", "HUF", "IDR", "IQD", "IRR", "KHR", "KPW", "LAK", "LBP", "MGA",
        "MMK",
        "MNT",
        "MUR", "NOK", "PKR", "RSD", "SEK", "SOS", "SYP", "TWD", "TZS", "UZS", "YER",
    ]
}

extension Decimal {
    fileprivate var isWhole: Bool { rounded(toDecimals: 0) == self }

    fileprivate func rounded(toDecimals count: Int) -> Decimal {
        let behaviour = NSDecimalNumberHandler(
            roundingMode: .plain, scale: Int16(count), raiseOnExactness: false, raiseOnOverflow: false,
            raiseOnUnderflow: false, raiseOnDivideByZero: false)
        return (self as NSDecimalNumber).rounding(accordingToBehavior: behaviour) as Decimal
    }
}
