import Broadcast
import FFmpegKit
import HLS
import MediaModel

/// How the pictures of a clip are encoded that can't be copied, as a clip begins and ends between key pictures.
struct ClipEncoding {
    let settings: VideoEncoder.Settings
    /// Whether what it makes can stand beside the recording's own pictures: its parameter sets are the same to the byte.
    let fitsRecording: Bool

    /// Looks for the way in which the recording was encoded.
    ///
    /// - Parameters:
    ///   - configuration: The recording's `avcC` record.
    ///   - averageBitRate: Of the rendition, where it is known: a level goes by the bit rate too.
    /// - Throws: ``FFmpegError`` if there is no encoder.
    init(
        configuration: [UInt8], size: PixelSize, frameRate: FrameRate, averageBitRate: Int?
    ) throws(FFmpegError) {
        let usual = Ladder.automatic(canvas: size, frameRate: frameRate)[0].bitRate
        let rates = [usual] + [averageBitRate].compactMap(\.self).filter { $0 >= 1_000 && $0 != usual }
        let wanted = AnnexB.parameterSets(of: configuration)
        for rate in rates {
            for mode in EncoderProfile.x264.modes where wanted != nil {
                let settings = Self.settings(mode, Rung(size: size, bitRate: rate), frameRate)
                if try VideoEncoder(settings).parameterSets == wanted {
                    (self.settings, fitsRecording) = (settings, true)
                    return
                }
            }
        }
        let mode = EncoderProfile.x264.modes[0]
        settings = Self.settings(mode, Rung(size: size, bitRate: rates.last ?? usual), frameRate)
        fitsRecording = false
    }

    private static func settings(
        _ mode: EncoderProfile.Mode, _ rung: Rung, _ frameRate: FrameRate
    ) -> VideoEncoder.Settings {
        let grid = PartGrid(frameRate: frameRate, latency: mode.latency)
        let profile = EncoderProfile.x264
        return profile.encoding(of: rung, profile.modeForFewPictures(mode), grid).usual
    }
}
