import Captions
import ColorMapping
import FFmpegKit
import MediaModel
import Reframe
import Show

/// Makes every decoded picture alike: one field, BT.709 in limited range, upright. What is so already isn't copied.
///
/// HDR and wide colours go on as they are, with the table that maps them: whoever draws the picture knows which part of it is shown, and
/// whether it is shown at all, and mapping costs several times what another matrix does.
///
/// A source's size, colours and field order may change at any picture. Belongs to one thread.
struct PictureNormaliser {
    private let name: String
    private let orientation: Orientation
    private let diagnostics: Diagnostics
    private var colors: (description: ColorDescription, size: PixelSize, depth: Int, treatment: Treatment)?
    private var pools: [Pool: VideoFramePool] = [:]
    private var words = ClosedCaptionSurvey()

    private struct Pool: Hashable {
        var size: PixelSize
        var depth: Int
    }

    private enum Treatment {
        case none
        case matrix(ColorConversion)
        case table(ColorTable)
    }

    /// - Parameters:
    ///   - name: The source's, for sentences about it.
    ///   - orientation: How to turn the coded picture.
    init(name: String, orientation: Orientation, diagnostics: Diagnostics) {
        self.name = name
        self.orientation = orientation
        self.diagnostics = diagnostics
    }

    /// - Throws: ``JobError`` for pictures whose colours can't be read, or too small to show; ``FFmpegError`` without memory.
    mutating func normalise(_ decoded: consuming VideoFrame, time: Int64) throws -> SourcePicture {
        var frame = decoded
        let captions = readCaptions(of: frame)
        if frame.isInterlaced && (frame.isOneField || frame.size.height >= 4) {
            diagnostics.warnOnce("interlaced", "the source is interlaced; one field of each picture is used")
            if !frame.isOneField { frame.keepFirstField() }
        }
        guard frame.size.width >= 2, frame.size.height >= 2 else {
            throw JobError(.inputUnusable, "\(name): pictures of \(frame.size) are too small to show")
        }
        let ratio = frame.sampleAspectRatio
        let aspect = ReframeGeometry.SampleAspectRatio(width: ratio.width, height: ratio.height)
        let treatment = try treatment(of: frame)
        var table: ColorTable?
        switch treatment {
        case .none: break
        case .matrix(let conversion): frame = try convert(frame, by: conversion)
        case .table(let found): table = found
        }
        return SourcePicture(
            frame: try turn(frame).share(), colors: table,
            sampleAspectRatio: orientation.transposes ? aspect.transposed : aspect, time: time,
            captions: captions ?? [], orientation: orientation)
    }

    /// Mostly none.
    private mutating func readCaptions(of frame: borrowing VideoFrame) -> [ClosedCaptionPair]? {
        let pairs = frame.withClosedCaptions { triplets in
            words.take(triplets)
            return ClosedCaptionPair.pairs(in: triplets)
        }
        if words.lacks608 {
            diagnostics.warnOnce(
                "CEA-708 alone",
                "the source's closed captions are CEA-708 alone, which viewers don't get: have its encoder send CEA-608 as well"
            )
        }
        return pairs
    }

    private mutating func treatment(of frame: borrowing VideoFrame) throws -> Treatment {
        let (description, size, depth) = (frame.color, frame.size, frame.depth)
        if let profile = frame.closedDolbyVisionProfile { throw Self.refusal(ofDolbyVision: profile, name) }
        if let colors, colors.description == description, colors.size == size, colors.depth == depth {
            return colors.treatment
        }
        let treatment = try makeTreatment(description, size, depth)
        colors = (description, size, depth, treatment)
        return treatment
    }

    private func makeTreatment(_ description: ColorDescription, _ size: PixelSize, _ depth: Int) throws -> Treatment {
        if let kind = description.codes.unreadable { throw Self.refusal(of: kind, name) }
        guard description.codes.needsMapping else {
            return ColorConversion(
                from: description.matrix ?? .assumed(for: size), isFullRange: description.isFullRange
            )
            .map(Treatment.matrix) ?? .none
        }
        let codes = description.codes.resolved(for: size)
        diagnostics.logOnce("the source \(codes.words)")
        if description.codes.hasOpenTransfer {
            diagnostics.warnOnce(
                "open transfer",
                "the source has BT.2020's colours and doesn't say how its light is coded, so it is taken for SDR; if it looks "
                    + "pale, it is HDR: have the encoder write its transfer characteristics")
        }
        do throws(ColorMappingError) {
            return .table(
                try ColorTables.table(for: .init(codes: codes, isFullRange: description.isFullRange, depth: depth)))
        } catch {
            throw JobError(
                .unreadableColors,
                "\(name): its colours (primaries \(codes.primaries), transfer \(codes.transfer), matrix \(codes.matrix)) can't be "
                    + "read; set the encoder to SDR (BT.709)", cause: error)
        }
    }

    private mutating func convert(
        _ frame: consuming VideoFrame, by conversion: ColorConversion
    ) throws -> VideoFrame {
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
        var target = try pool(orientation.applied(to: frame.layout.size), depth: frame.depth).makeFrame()
        if frame.depth == 8 {
            Self.turn(frame, into: &target, of: UInt8.self) {
                Reorientation.apply(orientation, to: $0, size: $1, stride: $2, into: &$3, stride: $4)
            }
        } else {
            Self.turn(frame, into: &target, of: UInt16.self) {
                Reorientation.apply(orientation, to: $0, size: $1, stride: $2, into: &$3, stride: $4)
            }
        }
        return target
    }

    private static func turn<Sample: FixedWidthInteger & BitwiseCopyable>(
        _ frame: borrowing VideoFrame, into target: inout VideoFrame, of sample: Sample.Type,
        _ turn: (Span<Sample>, PixelSize, Int, inout MutableSpan<Sample>, Int) -> Void
    ) {
        frame.withPlanes(of: sample) { luma, blue, red, layout in
            target.withMutablePlanes(of: sample) { newLuma, newBlue, newRed, newLayout in
                turn(luma, layout.size, layout.lumaStride, &newLuma, newLayout.lumaStride)
                turn(blue, layout.chromaSize, layout.chromaStride, &newBlue, newLayout.chromaStride)
                turn(red, layout.chromaSize, layout.chromaStride, &newRed, newLayout.chromaStride)
            }
        }
    }

    private mutating func pool(_ size: PixelSize, depth: Int = 8) throws -> VideoFramePool {
        let key = Pool(size: size, depth: depth)
        if let pool = pools[key] { return pool }
        // A source that changes size all the time must not fill the memory with pools.
        if pools.count >= 4 { pools.removeAll() }
        let pool = try VideoFramePool(size: size, depth: depth)
        pools[key] = pool
        return pool
    }
}

// MARK: - Refusals

extension PictureNormaliser {
    /// Sees whether a track's colours can be shown, as far as its container tells.
    ///
    /// - Throws: ``JobError`` if they can't.
    static func check(_ video: TrackDescription.Video, name: String) throws(JobError) {
        if let profile = video.closedDolbyVisionProfile { throw refusal(ofDolbyVision: profile, name) }
        if let kind = video.color.codes.unreadable { throw refusal(of: kind, name) }
    }

    private static func refusal(ofDolbyVision profile: Int, _ name: String) -> JobError {
        JobError(
            .unreadableColors,
            "\(name) is Dolby Vision profile \(profile), whose colours only Dolby Vision can show; set the encoder to SDR (HLG and "
                + "HDR10 are taken too)")
    }

    private static func refusal(of kind: String, _ name: String) -> JobError {
        JobError(
            .unreadableColors,
            "\(name): its colours are coded as \(kind), which isn't supported; set the encoder to SDR (HLG and HDR10 are taken too)"
        )
    }
}

extension ColorCodePoints {
    /// What is done to such pictures, for logs.
    fileprivate var words: String {
        switch range {
        case .hybridLogGamma: "is HDR (HLG); its pictures are converted to SDR"
        case .perceptualQuantizer: "is HDR (PQ); its pictures are converted to SDR"
        case .standard: "isn't BT.709 (primaries \(primaries), transfer \(transfer)); its colours are converted"
        }
    }
}

extension Orientation {
    /// The turn that a preset asks for, on top of the source's own.
    init(_ preset: ReframePreset) {
        let flip = Orientation(
            mirrorsHorizontally: preset.flip == .horizontal, mirrorsVertically: preset.flip == .vertical)
        self = Orientation.rotated(clockwise: preset.rotation).then(flip)
    }
}
