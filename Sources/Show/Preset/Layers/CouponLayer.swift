import MediaModel

/// A coupon's code and condition, and its QR code.
public struct CouponLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "coupon", anchor: .right, width: 44,
        enter: LayerAnimation(kind: .slideRight, duration: .milliseconds(400)),
        style: LayerStyle(
            color: .rgb(0x1f_2937), plate: .rgb(0xff_fbeb, alpha: 0xf5), accent: .rgb(0xb4_5309), accentText: .white))

    public var box: LayerBox
    /// The QR code's side, in percent of the canvas' width; 0 for none.
    public var qr: Double

    public init(box: LayerBox = Self.standardBox, qr: Double = 22) {
        (self.box, self.qr) = (box, qr)
    }
}
