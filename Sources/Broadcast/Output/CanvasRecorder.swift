import FFmpegKit
import Foundation
import MediaModel

/// Writes every canvas, uncompressed, as YUV4MPEG2 (which `ffmpeg` reads), on a thread of its own.
///
/// The file appears whole: it is written under another name, and gets its own when it is finished. A pipe or a device is
/// written as it is.
struct CanvasRecorder: ~Copyable {
    private let path: String
    /// `nil` for what is written as it is.
    private let temporaryPath: String?
    private let file: FileHandle
    private let canvases: CanvasQueue
    private let header: String

    /// - Throws: ``JobError`` if the file can't be created.
    init(path: String, size: PixelSize, frameRate: FrameRate, canvases: CanvasQueue) throws {
        var status = stat()
        let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
        temporaryPath = isSpecial ? nil : path + ".tmp"
        let written = temporaryPath ?? path
        guard isSpecial || FileManager.default.createFile(atPath: written, contents: nil),
            let file = FileHandle(forWritingAtPath: written)
        else {
            throw JobError(.outputNotWritable, "\(path) can't be created: \(String(cString: strerror(errno)))")
        }
        self.path = path
        self.file = file
        self.canvases = canvases
        header = "YUV4MPEG2 W\(size.width) H\(size.height) F\(frameRate.framesPerSecond):1 Ip A1:1 C420mpeg2\n"
    }

    consuming func run() throws {
        var isComplete = false
        defer {
            canvases.abandon()
            if !isComplete, let temporaryPath { unlink(temporaryPath) }
        }
        var buffer = Data(header.utf8)
        while let canvas = canvases.pop() {
            buffer.append(contentsOf: "FRAME\n".utf8)
            canvas.frame.frame.withPlanes { luma, blue, red, layout in
                append(luma, layout.size, layout.lumaStride, to: &buffer)
                append(blue, layout.chromaSize, layout.chromaStride, to: &buffer)
                append(red, layout.chromaSize, layout.chromaStride, to: &buffer)
            }
            do {
                try file.write(contentsOf: buffer)
            } catch {
                throw JobError(.outputNotWritable, "\(path) can't be written any further", cause: error)
            }
            buffer.removeAll(keepingCapacity: true)
        }
        try file.close()
        isComplete = true
    }

    /// Gives a finished file its name.
    ///
    /// - Throws: ``JobError``.
    static func publish(_ path: String) throws {
        guard rename(path + ".tmp", path) == 0 || errno == ENOENT else {
            throw JobError(.outputNotWritable, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Removes what was written of a file.
    static func abandon(_ path: String) { unlink(path + ".tmp") }

    private func append(_ plane: Span<UInt8>, _ size: PixelSize, _ stride: Int, to buffer: inout Data) {
        for y in 0..<size.height {
            plane.extracting(y * stride..<y * stride + size.width).withUnsafeBufferPointer { buffer.append($0) }
        }
    }
}
