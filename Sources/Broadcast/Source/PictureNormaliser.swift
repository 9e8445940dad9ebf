import FFmpegKit
import MediaModel
import Reframe
import Show

/// Makes every decoded picture alike: one field, BT.709 in limited range, upright. What is so already isn't copied.
///
/// A source's size, colours and field order may change at any picture. Belongs to one thread.
struct PictureNormaliser {
    private let name: String
    private let orientation: Orientation
    private let report: SourceReport
    private var colors: (description: ColorDescription, size: PixelSize, conversion: ColorConversion?)?
    private var pools: [PixelSize: VideoFramePool] = [:]

    /// - Parameters:
    ///   - name: The source's, for sentences about it.
    ///   - orientation: How to turn the coded picture.
    init(name: String, orientation: Orientation, report: SourceReport) {
        self.name = name
        self.orientation = orientation
        self.report = report
    }

    /// - Throws: ``JobError`` for pictures of a high dynamic range, or too small to show; ``FFmpegError`` without memory.
    mutating func normalise(_ decoded: consuming VideoFrame, time: Int64) throws -> SourcePicture {
        var frame = decoded
        if frame.isInterlaced && (frame.isOneField || frame.size.height >= 4) {
            report.warnOnce("interlaced", "the source is interlaced; one field of each picture is used")
            if !frame.isOneField { frame.keepFirstField() }
        }
        guard frame.size.width >= 2, frame.size.height >= 2 else {
            throw JobError(.inputUnusable, "\(name): pictures of \(frame.size) are too small to show")
        }
        let ratio = frame.sampleAspectRatio
        let aspect = ReframeGeometry.SampleAspectRatio(width: ratio.width, height: ratio.height)
        let converted = try convertColors(frame)
        return SourcePicture(
            frame: try turn(converted).share(),
            sampleAspectRatio: orientation.transposes ? aspect.transposed : aspect, time: time)
    }

    private mutating func convertColors(_ frame: consuming VideoFrame) throws -> VideoFrame {
        let (description, size) = (frame.color, frame.size)
        if colors == nil || colors!.description != description || colors!.size != size {
            try Self.refuseHighDynamicRange(description, name: name)
            let matrix = description.matrix ?? .assumed(for: size)
            colors = (description, size, ColorConversion(from: matrix, isFullRange: description.isFullRange))
        }
        guard let conversion = colors?.conversion else { return frame }
        var target = try pool(frame.layout.size).makeFrame()
        frame.withPlanes { luma, blue, red, layout in
            target.withMutablePlanes { newLuma, newBlue, newRed, newLayout in
                conversion.convert(luma, blue, red, layout, into: &newLuma, &newBlue, &newRed, newLayout)
            }
        }
        return target
    }

    private mutating func turn(_ frame: consuming VideoFrame) throws -> VideoFrame {
        guard orientation != .upright else { return frame }
        let orientation = orientation
        var target = try pool(orientation.applied(to: frame.layout.size)).makeFrame()
        frame.withPlanes { luma, blue, red, layout in
            target.withMutablePlanes { newLuma, newBlue, newRed, newLayout in
                Reorientation.apply(
                    orientation, to: luma, size: layout.size, stride: layout.lumaStride, into: &newLuma,
                    stride: newLayout.lumaStride)
                Reorientation.apply(
                    orientation, to: blue, size: layout.chromaSize, stride: layout.chromaStride, into: &newBlue,
                    stride: newLayout.chromaStride)
                Reorientation.apply(
                    orientation, to: red, size: layout.chromaSize, stride: layout.chromaStride, into: &newRed,
                    stride: newLayout.chromaStride)
            }
        }
        return target
    }

    private mutating func pool(_ size: PixelSize) throws -> VideoFramePool {
        if let pool = pools[size] { return pool }
        // A source that changes size all the time must not fill the memory with pools.
        if pools.count >= 4 { pools.removeAll() }
        let pool = try VideoFramePool(size: size)
        pools[size] = pool
        return pool
    }

    /// Squeezing ten stops of light into six without tone mapping would look broken, so it is refused in words.
    static func refuseHighDynamicRange(_ color: ColorDescription, name: String) throws {
        let kind: String
        switch color.transfer {
        case .standard: return
        case .perceptualQuantizer: kind = "HDR (PQ)"
        case .hybridLogGamma: kind = "HDR (HLG)"
        }
        throw JobError(
            .inputUnusable,
            "\(name) is \(kind), which isn't supported; convert it first: ffmpeg -i \(shellQuoted(name)) -vf "
                + "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable,"
                + "zscale=t=bt709:m=bt709:r=tv,format=yuv420p -c:a copy sdr.mp4")
    }
}

/// A word that a shell takes for itself, whatever is in it.
private func shellQuoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
    return isPlain
        ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

extension Orientation {
    /// The turn that a preset asks for, on top of the source's own.
    init(_ preset: ReframePreset) {
        let flip = Orientation(
            mirrorsHorizontally: preset.flip == .horizontal, mirrorsVertically: preset.flip == .vertical)
        self = Orientation.rotated(clockwise: preset.rotation).then(flip)
    }
}
