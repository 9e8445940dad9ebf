import Foundation
import Show
import Testing

@Suite struct CurrencyDecimalsTests {
    @Test(arguments: [
        ("3980", "JPY", 0), ("3980", "TWD", 0), ("3980.5", "TWD", 2), ("12900", "HUF", 0), ("5", "GBP", 2),
        ("199", "CZK", 0), ("1.25", "KWD", 3), ("99", "RSD", 0), ("99.5", "RSD", 2), ("1", "XYZ", 2),
    ])
    func writesWhatShopsWrite(amount: String, currency: String, decimals: Int) throws {
        #expect(CurrencyDecimals.written(try #require(Decimal(string: amount)), in: currency) == decimals)
    }

    @Test(arguments: [
        ("3980.5", "JPY", "product.price: expected a whole amount, as JPY has no decimals, found 3980.5"),
        ("39.999", "USD", "product.price: expected at most 2 decimals, as USD has, found 39.999"),
        ("0.01", "KRW", "product.price: expected a whole amount, as KRW has no decimals, found 0.01"),
        // As a page's script adds 0.1 and 0.2: the amount is read as it is written, never through a Double.
        (
            "0.30000000000000004", "EUR",
            "product.price: expected at most 2 decimals, as EUR has, found 0.30000000000000004"
        ),
        ("1.2345", "BHD", "product.price: expected at most 3 decimals, as BHD has, found 1.2345"),
    ])
    func refusesMoreDecimalsThanTheCurrencyHas(amount: String, currency: String, sentence: String) {
        let json =
            #"{"type":"price","product":{"id":"p","name":"Cup","price":\#(amount),"currency":"\#(currency)"}}"#
        let error = #expect(throws: EventError.self) { try EventDecoder().decode(json.utf8) }
        #expect(error.map { "\($0)" } == sentence)
    }

    @Test func refusesThemInTheOldPriceToo() {
        let json =
            #"{"type":"price","product":{"id":"p","name":"Cup","price":3980,"originalPrice":5970.75,"currency":"JPY"}}"#
        let error = #expect(throws: EventError.self) { try EventDecoder().decode(json.utf8) }
        #expect(error?.keyPath == "product.originalPrice")
    }

    @Test(arguments: [("3980.0", "JPY"), ("39.90", "USD"), ("1.500", "USD"), ("12345.5", "CHF")])
    func takesZerosThatSayNothing(amount: String, currency: String) throws {
        let json =
            #"{"type":"price","product":{"id":"p","name":"Cup","price":\#(amount),"currency":"\#(currency)"}}"#
        _ = try EventDecoder().decode(json.utf8)
    }
}
