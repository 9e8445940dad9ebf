import MediaModel
import ImageCodecs
import Show
import Typeset

/// Prepares a coupon.
struct CouponLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let design: CouponDesign
    private let smallestRung: PixelSize

    init(_ layer: CouponLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        let room = min(Int(factory.geometry.across(layer.qr)), Int(stage.look.textWidth))
        // Rounded up: a module of 1.9 samples is none of two.
        let (canvas, smallest) = (factory.geometry.canvas.width, factory.smallestRung.width)
        let leastModule = (CouponDesign.leastSamples * canvas + smallest - 1) / smallest
        design = CouponDesign(look: stage.look, qrRoom: max(0, room), leastModule: max(1, leastModule))
        smallestRung = factory.smallestRung
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.coupon, in: state) { (coupon) throws(OverlayError) in
            let content = try content(of: coupon, in: factory)
            return try stage.card(for: content, in: factory) { (typesetter) throws(TypesetError) in
                try design.draw(content, with: typesetter) { stage.geometry.position(of: $0, in: stage.box) }
            }
        }
    }

    private func content(of coupon: Coupon, in factory: SpriteFactory) throws(OverlayError) -> CouponContent {
        let content: CouponContent
        do throws(PictureError) {
            content = try CouponContent(
                coupon, hasQR: design.qrRoom > 0, words: factory.words, locale: factory.locale,
                timeZone: factory.timeZone)
        } catch {
            throw OverlayError(.unusablePicture, "\(error)")
        }
        guard let qr = content.qr, design.moduleSize(of: qr) == nil else { return content }
        throw OverlayError(
            .unusableLayer,
            """
            the QR code of "\(content.code.string)" says \(coupon.qrPayload.utf8.count) characters, and phones can read no \
            more than \(design.mostBytes) on the smallest rung, \(smallestRung), at the width of the layer \
            "\(stage.box.name)": shorten the address, or make the layer wider
            """)
    }
}
