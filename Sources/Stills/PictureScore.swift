package import MediaModel

/// How well a picture stands for a show: what posters are chosen by.
package enum PictureScore {
    /// How sharp a picture is, by how much neighbours differ (root mean square), less if it is very dark or very bright.
    ///
    /// Squares tell an edge from the same edge out of focus: that has as much of a difference in all, over more samples.
    ///
    /// - Parameter luma: In limited range.
    /// - Returns: 0 for what is black, white or one colour; a sharp picture of a lit room has some ten.
    package static func of(_ luma: Span<UInt8>, _ layout: PlaneLayout) -> Double {
        var (edges, sum, count) = (0, 0, 0)
        // Every fourth row and column: a sixteenth of the work says as much.
        for y in stride(from: 0, to: layout.size.height - 1, by: 4) {
            for x in stride(from: 0, to: layout.size.width - 1, by: 4) {
                let place = y * layout.lumaStride + x
                let value = Int(luma[place])
                let (right, below) = (value - Int(luma[place + 1]), value - Int(luma[place + layout.lumaStride]))
                edges += right * right + below * below
                sum += value
                count += 1
            }
        }
        guard count > 0 else { return 0 }
        let mean = Double(sum) / Double(count)
        // 16 is black and 235 white; faces and rooms that are lit well lie about the middle.
        let exposure = mean < 60 ? max(0, (mean - 16) / 44) : mean > 200 ? max(0, (235 - mean) / 35) : 1
        return (Double(edges) / Double(count)).squareRoot() * exposure
    }
}
