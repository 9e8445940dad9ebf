import MediaTesting

/// The inputs that several suites share. All are a second or two and small.
extension Clip {
    private static let twoTracks = pattern(seconds: 1.5) + tone(1.5)

    static let plain = Clip("plain", "mp4", twoTracks + h264 + aac)
    static let silent = Clip("silent", "mp4", pattern() + h264)
    static let long = Clip("long", "mp4", pattern(seconds: 20) + tone(20) + h264 + aac)
    static let longSilent = Clip("long-silent", "mp4", ["-i", "{long}", "-c", "copy", "-an"], from: [long])

    // Damage.
    static let indexFirst = Clip(
        "index-first", "mp4", pattern(seconds: 4) + tone(4) + h264 + aac + ["-movflags", "+faststart"])
    static let indexLast = Clip("index-last", "mp4", ["-i", "{index-first}", "-c", "copy"], from: [indexFirst])
    static let cutWithIndex = Clip("cut-with-index", indexFirst, .cut(percent: 60))
    static let cutWithoutIndex = Clip("cut-without-index", indexLast, .cut(percent: 60))
    /// Four slices a picture: what is lost of one is made up from the others.
    static let slices = Clip(
        "slices", "mp4", pattern(seconds: 2) + tone(2) + h264 + ["-x264-params", "slices=4"] + aac)
    static let damaged = Clip("damaged", slices, .damage(bits: 60))

    // Parts that don't fit together.
    static let stream = Clip("stream", "ts", pattern(seconds: 1.2) + tone(1.2) + h264 + aac)
    static let laterStream = Clip(
        "later-stream", "ts", ["-i", "{stream}", "-c", "copy", "-output_ts_offset", "5000"], from: [stream])
    static let uprightStream = Clip("upright-stream", "ts", pattern("360x480", seconds: 1.2) + tone(1.2) + h264 + aac)
    static let otherCodecStream = Clip(
        "other-codec-stream", "ts", pattern(seconds: 1.2) + tone(1.2) + ["-c:v", "mpeg2video", "-c:a", "mp2"])
    static let jumps = Clip("jumps", "ts", joining: [stream, laterStream, stream])
    static let changesSize = Clip("changes-size", "ts", joining: [stream, uprightStream])
    static let changesCodec = Clip("changes-codec", "ts", joining: [stream, otherCodecStream])

    // Rates.
    static let variableRate = Clip(
        "variable-rate", "mkv",
        pattern(rate: "60", seconds: 2) + ["-vf", "select='lt(mod(n,7),3)+eq(mod(n,31),5)'", "-vsync", "vfr"] + h264)
    static let oddRate = Clip("odd-rate", "mp4", pattern(rate: "26777/1000", seconds: 2) + h264)

    // Sizes.
    static func size(_ size: String, layout: String = "yuv420p") -> Clip {
        Clip("size-\(size)", "mp4", pattern(size, seconds: 0.5) + h264(layout: layout))
    }
    /// 4:2:0 with an odd size, as old cameras wrote it.
    static let oddSize = Clip("odd-size", "avi", pattern("853x479", seconds: 0.5) + ["-c:v", "mpeg4", "-q:v", "3"])

    // Sound.
    static let monoSound = Clip(
        "mono", "mp4", pattern(seconds: 1.5) + tone(1.5, rate: 44_100) + h264 + aac + ["-ac", "1"])
    static let surround = Clip("surround", "mp4", twoTracks + h264 + aac + ["-ac", "6"])
    static let mp3 = Clip("mp3", "mp4", twoTracks + h264 + ["-c:a", "libmp3lame"])
    static let longPackets = Clip("long-packets", "mkv", pattern(seconds: 3) + tone(3) + h264 + ["-c:a", "flac"])
    static let soundLate = Clip(
        "sound-late", "mp4", pattern(seconds: 1.5) + ["-itsoffset", "0.5"] + tone(0.7) + h264 + aac)
    static let soundShort = Clip("sound-short", "mp4", pattern(seconds: 1.5) + tone(0.7) + h264 + aac)
    static let soundLong = Clip("sound-long", "mp4", pattern(seconds: 0.8) + tone(1.5) + h264 + aac)
    static let soundOnly = Clip("sound-only", "m4a", tone(1) + aac)

    // Light.
    static func highDynamicRange(_ transfer: String) -> Clip {
        Clip(
            transfer, "mp4",
            // By a filter: since FFmpeg 7 the encoder goes by the pictures, whatever its own options say.
            pattern("320x180", seconds: 0.4)
                + ["-vf", "setparams=color_trc=\(transfer):colorspace=bt2020nc:color_primaries=bt2020"]
                + h264(layout: "yuv420p10le"))
    }

    /// HLG with Dolby Vision's record beside it.
    static func dolbyVision(profile: UInt8, compatibility: UInt8) -> Clip {
        Clip(
            "dolby-vision-\(profile)-\(compatibility)", highDynamicRange("arib-std-b67"),
            .describeAsDolbyVision(profile: profile, compatibility: compatibility))
    }

    /// A grey of ten bits all over, without any loss.
    static func gray(_ luma: Int, transfer: String) -> Clip {
        Clip(
            "gray-\(luma)-\(transfer)", "mp4",
            [
                "-f", "lavfi", "-i",
                "color=black:s=640x360:r=30:d=0.4,format=yuv420p10le,geq=lum=\(luma):cb=512:cr=512",
            ] + ["-vf", "setparams=color_trc=\(transfer):colorspace=bt2020nc:color_primaries=bt2020"]
                + h264(layout: "yuv420p10le") + ["-qp", "0"])
    }

    /// Two fields of a picture that moves fast.
    static func interlaced(_ name: String, _ container: String, isTopFirst: Bool = true, _ codec: [String]) -> Clip {
        Clip(
            name, container,
            ["-f", "lavfi", "-i", "color=red:s=720x576:r=50:d=1", "-f", "lavfi", "-i", "color=blue:s=120x576:r=50:d=1"]
                + [
                    "-filter_complex",
                    "[0][1]overlay=x='mod(t*900,600)',tinterlace=interleave_\(isTopFirst ? "top" : "bottom"),"
                        + "setfield=\(isTopFirst ? "tff" : "bff")",
                    "-aspect", "4:3", "-flags", "+ildct+ilme",
                ] + codec)
    }
}
