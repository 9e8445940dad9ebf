import MediaModel
import ImageCodecs
import Show
import Typeset

/// The look of a coupon: its title, the code in a dashed box, what it is for, and until when; the QR code before them as
/// on a ticket, or among them where the box is too narrow for that.
struct CouponDesign: Sendable {
    let look: Look
    /// What the QR code may take, its quiet zone included, in luma samples; one that says more may take the layer's width.
    let qrRoom: Int
    /// The least that a module may have for phones to read the code on the smallest rung, in luma samples of the canvas.
    let leastModule: Int

    /// A module has at least two samples on every rung: one of fewer doesn't outlive the encoder.
    static let leastSamples = 2

    /// How many samples of the canvas are one on the smallest rung. Codes begin at multiples of it, so that no module is smeared
    /// over two of that rung's samples.
    private var step: Int { (leastModule + Self.leastSamples - 1) / Self.leastSamples }

    /// How large a code's modules are drawn, in whole luma samples; `nil` if they would be too small to be read.
    func moduleSize(of code: QRCode) -> Int? {
        let wanted = code.moduleSize(in: qrRoom)
        if wanted >= leastModule { return wanted }
        return code.moduleSize(in: widest) >= leastModule ? leastModule : nil
    }

    /// The longest text, in bytes, whose code can be read on every rung.
    var mostBytes: Int { QRCode.mostBytes(in: max(qrRoom, widest), moduleSize: leastModule) }

    private var widest: Int { Int(look.textWidth) }

    /// - Parameter corner: Where a plate of a size stands on the canvas.
    func draw(
        _ content: CouponContent, with typesetter: borrowing Typesetter, at corner: (PixelSize) -> (x: Int, y: Int)
    ) throws(TypesetError) -> Bitmap {
        let unit = look.unit
        let module = content.qr.map { moduleSize(of: $0) ?? 1 } ?? 0
        let qr = content.qr.map { $0.bitmap(moduleSize: module) }
        let qrSide = Double(qr?.size.height ?? 0)
        let inner = look.textWidth.rounded(.down)
        let stub = qrSide + (unit * 1.4).rounded()
        let isTicket = qr != nil && inner - stub >= unit * 9
        let column = isTicket ? inner - stub : inner
        let words = CouponWords(content, look: look, width: column, with: typesetter)
        let qrHeight = qr == nil || isTicket ? 0 : qrSide + unit * 0.5
        let width = isTicket ? stub + words.width : max(words.width, qrSide)
        let height = unit * 1.3 + (isTicket ? max(words.height, qrSide) : words.height + qrHeight)

        return try look.makeDrawing(width: width + 2 * look.padding, height: height) {
            (drawing, plate) throws(TypesetError) in
            try look.drawPlate(plate, on: drawing)
            let place = corner(PixelSize(width: Int(plate.width), height: Int(plate.height)))
            let origin = (x: place.x - Int(plate.x), y: place.y - Int(plate.y))
            let top = (plate.y + unit * 0.65).rounded()
            if isTicket, let qr {
                let x = look.lead(qrSide, in: plate).rounded()
                try draw(qr, x: x, y: plate.y + (plate.height - qrSide) / 2, origin, module: module, on: drawing)
                drawPerforation(look.isRightToLeft ? x - unit * 0.7 : x + qrSide + unit * 0.7, plate, on: drawing)
                let area = Rectangle(
                    x: look.lead(words.width, in: plate, after: stub), y: plate.y + (plate.height - words.height) / 2,
                    width: words.width, height: words.height)
                words.draw(on: drawing, in: area)
                return
            }
            let area = Rectangle(
                x: plate.x + look.padding, y: top, width: plate.width - 2 * look.padding, height: words.height)
            words.draw(on: drawing, in: area)
            guard let qr else { return }
            try draw(
                qr, x: plate.x + (plate.width - qrSide) / 2, y: top + words.height + unit * 0.5, origin, module: module,
                on: drawing)
        }
    }

    /// - Parameter origin: Of the drawing on the canvas.
    private func draw(
        _ qr: Bitmap, x: Double, y: Double, _ origin: (x: Int, y: Int), module: Int, on drawing: borrowing Drawing
    ) throws(TypesetError) {
        let side = Double(qr.size.height)
        let area = Rectangle(x: aligned(x, origin.x), y: aligned(y, origin.y), width: side, height: side)
        // Only the quiet zone's corners are cut.
        let shape = Outline.roundedRectangle(area, radius: Double(module * QRCode.quietZone))
        try drawing.draw(qr, x: Int(area.x), y: Int(area.y), clippedTo: shape)
    }

    private func aligned(_ place: Double, _ origin: Int) -> Double {
        let onCanvas = Int(place.rounded()) + origin
        return Double((onCanvas + step / 2) / step * step - origin)
    }

    /// The line that a ticket would be torn along.
    private func drawPerforation(_ x: Double, _ plate: Rectangle, on drawing: borrowing Drawing) {
        let size = max(3, (look.unit * 0.14).rounded())
        let pitch = size * 2.5
        let count = max(1, Int((plate.height - look.unit * 0.8) / pitch))
        let top = plate.y + (plate.height - Double(count - 1) * pitch) / 2
        for index in 0..<count {
            let y = top + Double(index) * pitch
            drawing.fill(
                .pill(Rectangle(x: x - size / 2, y: y - size / 2, width: size, height: size)),
                with: .color(look.style.accent.dimmed(0.7)))
        }
    }
}
