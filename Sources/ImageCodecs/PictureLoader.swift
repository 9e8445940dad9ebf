import MediaModel
import Foundation
import Typeset

/// Reads pictures from files: PNG and animated PNG, JPEG, WebP and animated WebP.
///
/// Whatever the bytes, the answer is a picture within ``PictureLimits`` or a sentence that says why there is none. Any
/// thread; may take seconds for an animation.
public struct PictureLoader: Sendable {
    private let fit: PictureFit
    private let animationBytes: Int

    /// - Parameters:
    ///   - fit: The size to keep pictures at. They are scaled here, once, and never while they are shown.
    ///   - animationBytes: The most that an animation may take at that size, four bytes a pixel.
    public init(_ fit: PictureFit, animationBytes: Int = PictureLimits.animationBytes) {
        (self.fit, self.animationBytes) = (fit, min(animationBytes, PictureLimits.animationBytes))
    }

    /// Reads a file.
    public func load(path: String) throws(PictureError) -> Picture {
        let attributes: [FileAttributeKey: Any]
        do {
            // Links are followed: what counts is the file at their end.
            attributes = try FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        } catch {
            throw PictureError(path, "there is no such file")
        }
        // Reading a pipe or a device might never end.
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw PictureError(path, "it is not a file")
        }
        let count = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard count <= PictureLimits.fileBytes else {
            throw PictureError(
                path, "it has \(count / 1_000_000) MB; at most \(PictureLimits.fileBytes / 1_000_000) MB are read")
        }
        let bytes: [UInt8]
        do { bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw PictureError(path, "it can't be read")
        }
        return try load(bytes, name: path)
    }

    /// Reads a file's bytes.
    ///
    /// - Parameter name: What errors call it.
    public func load(_ bytes: [UInt8], name: String) throws(PictureError) -> Picture {
        do throws(Flaw) {
            guard bytes.count <= PictureLimits.fileBytes else { throw Flaw("it has \(bytes.count / 1_000_000) MB") }
            guard !bytes.isEmpty else { throw Flaw("it is empty") }
            if bytes.starts(with: PNGChunks.signature) {
                let orientation = EXIFOrientation(png: bytes)
                if let animation = try AnimatedPNG(bytes) { return try picture(animation, orientation) }
                return still(orientation.upright(try PNGDecoder.decode(bytes)))
            }
            if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return still(try JPEGDecoder.decode(bytes)) }
            if bytes.count >= 12, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
                return try picture(webp: bytes)
            }
            throw Flaw("it is neither PNG nor JPEG nor WebP")
        } catch {
            throw PictureError(name, error.reason)
        }
    }

    private func still(_ raster: Raster) -> Picture {
        Picture(frames: [Picture.Frame(scaled(raster, with: Resampler(fit, source: raster.size)), milliseconds: 100)])
    }

    private func picture(_ animation: AnimatedPNG, _ orientation: EXIFOrientation) throws(Flaw) -> Picture {
        let size = orientation.applied(to: animation.size)
        try check(size, animation.frames.count)
        let resampler = Resampler(fit, source: size)
        var canvas = AnimationCanvas(size: animation.size)
        var frames: [Picture.Frame] = []
        for index in animation.frames.indices {
            let control = animation.frames[index].control
            canvas.show(try animation.raster(of: index), as: control)
            frames.append(frame(orientation.upright(canvas.raster), control.milliseconds, resampler))
        }
        return Picture(frames: frames)
    }

    private func picture(webp bytes: [UInt8]) throws(Flaw) -> Picture {
        var resampler: Resampler?
        var frames: [Picture.Frame] = []
        let orientation = EXIFOrientation(webp: bytes)
        try WebPDecoder.decode(bytes) { (size, count) throws(Flaw) in
            try check(orientation.applied(to: size), count)
        } show: { stored, milliseconds in
            let raster = orientation.upright(stored)
            let maker = resampler ?? Resampler(fit, source: raster.size)
            resampler = maker
            frames.append(frame(raster, milliseconds, maker))
        }
        guard !frames.isEmpty else { throw .cutShort }
        return Picture(frames: frames)
    }

    private func check(_ size: PixelSize, _ count: Int) throws(Flaw) {
        try PictureLimits.check(size)
        if count > 1 {
            try PictureLimits.check(frames: count, of: size, shown: fit.plan(for: size).size, bytes: animationBytes)
        }
    }

    /// Browsers show frames of 10 ms and less for 100 ms, and makers of animations rely on it.
    private func frame(_ raster: Raster, _ milliseconds: Int, _ resampler: Resampler) -> Picture.Frame {
        Picture.Frame(scaled(raster, with: resampler), milliseconds: milliseconds <= 10 ? 100 : milliseconds)
    }

    private func scaled(_ raster: Raster, with resampler: Resampler) -> Bitmap {
        resampler.bitmap(of: raster.pixels, sourceWidth: raster.size.width)
    }
}
