import MediaModel
import Pictures
import Show
import Typeset

/// Prepares a coupon.
struct CouponArtist: LayerArtist {
    private let stage: Stage
    private let design: CouponDesign

    init(_ layer: CouponLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop)
        let room = min(Int(workshop.geometry.across(layer.qr)), Int(stage.look.textWidth))
        design = CouponDesign(look: stage.look, qrRoom: max(0, room))
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.coupon, in: state) { (coupon) throws(OverlayError) in
            let content = try content(of: coupon, in: workshop)
            return try stage.card(for: content, in: workshop) { (typesetter) throws(TypesetError) in
                try design.draw(content, with: typesetter)
            }
        }
    }

    private func content(of coupon: Coupon, in workshop: Workshop) throws(OverlayError) -> CouponContent {
        let content: CouponContent
        do throws(PictureError) {
            content = try CouponContent(
                coupon, hasQR: design.qrRoom > 0, words: workshop.words, locale: workshop.locale,
                timeZone: workshop.timeZone)
        } catch {
            throw OverlayError(.unusablePicture, "\(error)")
        }
        // A module of one sample doesn't outlive the encoder.
        guard let qr = content.qr, qr.moduleSize(in: design.qrRoom) < 2 else { return content }
        let needed = (qr.side + 2 * QRCode.quietZone) * 2 * 100 / stage.geometry.canvas.width + 1
        throw OverlayError(
            .unusableLayer,
            """
            the QR code of "\(content.code.string)" needs \(needed) % of the canvas' width, more than the layer \
            "\(stage.box.name)" has for it; give it more, or make what it says shorter
            """)
    }
}
