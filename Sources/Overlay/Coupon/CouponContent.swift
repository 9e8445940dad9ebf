import Foundation
import ImageCodecs
import Show
import Typeset

/// What a coupon says.
struct CouponContent: Hashable, Sendable {
    let title: PlainText
    let code: PlainText
    let condition: PlainText?
    /// E.g. `Until 11/22, 20:00`.
    let expiry: PlainText?
    let qr: QRCode?

    /// - Throws: ``PictureError`` when the QR code's text is too long.
    init(_ coupon: Coupon, hasQR: Bool, words: Wording, locale: String, timeZone: TimeZone) throws(PictureError) {
        title = PlainText(words.coupon, limit: 40)
        code = PlainText(coupon.code, limit: 40)
        condition = coupon.condition.map { PlainText($0.text(in: locale), limit: 80) }.flatMap { $0.isEmpty ? nil : $0 }
        expiry = coupon.expires.map { instant in
            let date = Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
            let style = Date.FormatStyle(locale: Locale(identifier: locale), timeZone: timeZone)
                .month(.defaultDigits).day().hour().minute()
            return PlainText(words.validUntil.replacing("{time}", with: date.formatted(style)), limit: 60)
        }
        qr = hasQR ? try QRCode(coupon.qrPayload) : nil
    }
}
