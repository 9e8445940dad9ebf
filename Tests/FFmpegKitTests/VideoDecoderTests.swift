import FFmpegKit
import MediaModel
import MediaTesting
import Testing

@Suite struct VideoDecoderTests {
    /// Every layout, bit depth and storage order arrives as 8-bit 4:2:0, with the colour it had.
    @Test(
        arguments: [
            // BT.601 red, as ffmpeg's own source makes it; full range stays full range.
            ("yuv420p", "nut", "rawvideo", 81, 90, 240), ("yuv422p", "nut", "rawvideo", 81, 90, 240),
            ("yuv444p", "nut", "rawvideo", 81, 90, 240), ("yuv410p", "nut", "rawvideo", 81, 90, 240),
            ("yuv420p10le", "nut", "rawvideo", 81, 90, 240), ("yuv444p12le", "nut", "rawvideo", 81, 90, 240),
            ("yuva420p", "nut", "rawvideo", 81, 90, 240), ("uyvy422", "nut", "rawvideo", 81, 90, 240),
            ("nv12", "nut", "rawvideo", 81, 90, 240), ("gray", "nut", "rawvideo", 76, 128, 128),
            ("yuvj420p", "avi", "mjpeg", 76, 85, 255), ("yuvj444p", "avi", "mjpeg", 76, 85, 255),
            // RGB red becomes BT.709 in limited range. AVI stores its rows from the bottom up.
            ("bgr24", "avi", "rawvideo", 63, 102, 240), ("rgb24", "nut", "rawvideo", 63, 102, 240),
            ("gbrp", "mkv", "ffv1", 63, 102, 240), ("rgba", "apng", "apng", 63, 102, 240),
            ("pal8", "gif", "gif", 63, 102, 240),
        ] as [(String, String, String, Int, Int, Int)])
    func convertsWhateverItDecodes(
        layout: String, container: String, codec: String, luma: Int, blue: Int, red: Int
    ) throws {
        let folder = try TemporaryFolder()
        // Packed RGB keeps the exact colour; of the others, the source's own is meant.
        let isRGB = ["bgr24", "rgb24", "gbrp", "rgba", "pal8"].contains(layout)
        let source = "color=red:size=52x34:rate=10:duration=0.2" + (isRGB ? ",format=gbrp" : "")
        let path = try folder.makeMedia(
            "a.\(container)", "-f lavfi -i \(source) -pix_fmt \(layout) -c:v \(codec) -q:v 1")
        let read = try ReadFile(path)
        #expect(read.pictures.count >= 1)
        for picture in read.pictures {
            #expect(picture.size == PixelSize(width: 52, height: 34))
            #expect(abs(Int(picture.luma) - luma) <= 2)
            #expect(abs(Int(picture.blue) - blue) <= 3)
            #expect(abs(Int(picture.red) - red) <= 3)
        }
    }

    @Test(arguments: ["yuv420p", "yuv422p", "yuv444p10le", "rgb24"])
    func survivesOddSizes(layout: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "odd.nut", "-f lavfi -i testsrc=size=53x47:rate=10:duration=0.1 -pix_fmt \(layout) -c:v rawvideo")
        let read = try ReadFile(path)
        #expect(read.pictures.count == 1)
        #expect(read.pictures.allSatisfy { $0.size.width & ~1 == 52 && $0.size.height & ~1 == 46 })
    }

    /// Bottom-up rows must not turn the picture over.
    @Test func keepsABottomUpPictureUpright() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "up.avi", "-f lavfi -i color=white:size=32x32:rate=10:duration=0.1",
            "-vf drawbox=x=0:y=0:w=32:h=16:color=black:t=fill -pix_fmt bgr24 -c:v rawvideo")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var decoder = try VideoDecoder(container.makeParameters(of: container.tracks[0]))
        guard case .packet(let packet) = try container.read() else { throw Missing() }
        try decoder.send(packet)
        guard case .frame(let frame) = try decoder.receive() else { throw Missing() }
        let (top, bottom) = (frame.luma(8, 4), frame.luma(8, 28))
        #expect(top < 30)
        #expect(bottom > 220)
    }

    @Test func followsAPictureThatChangesItsSize() throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "1.h264", "-f lavfi -i color=red:size=64x48:rate=10:duration=0.3 -c:v libx264 -pix_fmt yuv420p")
        try folder.makeMedia(
            "2.h264", "-f lavfi -i color=red:size=96x32:rate=10:duration=0.3 -c:v libx264 -pix_fmt yuv422p")
        let path = try folder.write(folder.read("1.h264") + folder.read("2.h264"), to: "both.h264")
        let read = try ReadFile(path)
        #expect(read.pictures.count == 6)
        #expect(read.pictures.prefix(3).allSatisfy { $0.size == PixelSize(width: 64, height: 48) })
        #expect(read.pictures.suffix(3).allSatisfy { $0.size == PixelSize(width: 96, height: 32) })
    }

    /// H.264 may leave the shape of its samples to the container.
    @Test(arguments: ["mp4", "mkv"])
    func takesTheSamplesShapeFromTheContainerWhereTheCodecIsSilent(container: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "plain.mp4",
            "-f lavfi -i testsrc2=size=64x64:rate=10:duration=0.2 -vf setsar=0 -c:v libx264 -pix_fmt yuv420p")
        let path = try folder.makeMedia("wide.\(container)", "-i file:\(folder.path)/plain.mp4 -c copy -aspect 2:1")
        var opened = try InputContainer(file: path, interrupt: Interrupt())
        var decoder = try VideoDecoder(opened.makeParameters(of: opened.tracks[0]))
        guard case .packet(let packet) = try opened.read() else { throw Missing() }
        try decoder.send(packet)
        try decoder.sendEnd()
        guard case .frame(let frame) = try decoder.receive() else { throw Missing() }
        let ratio = frame.sampleAspectRatio
        #expect(ratio == (2, 1))
    }

    @Test func damageIsAnErrorOfThePacketAlone() throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.h264", "-f lavfi -i testsrc2=size=64x64:rate=10:duration=1 -c:v libx264 -g 1 -pix_fmt yuv420p")
        var bytes = try folder.read("whole.h264")
        // In the middle of a slice: what follows of it can't be read.
        for index in bytes.count / 2..<bytes.count / 2 + 900 {
            bytes[index] = UInt8(truncatingIfNeeded: index * 37) | 1
        }
        let path = try folder.write(bytes, to: "damaged.h264")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var decoder = try VideoDecoder(container.makeParameters(of: container.tracks[0]))
        var (pictures, damaged) = (0, 0)
        while case .packet(let packet) = try container.read() {
            do throws(FFmpegError) {
                try Self.decode(packet, &decoder, &pictures, &damaged)
            } catch {
                #expect(error.code == .invalidData)
                damaged += 1
            }
        }
        #expect(pictures >= 8)
        #expect(damaged >= 1)
    }

    /// x264 announces two reordered pictures and needs one: each picture comes after one packet less, and none is missing.
    @Test(arguments: ["", ":open-gop=1", ":tff=1", ":b-pyramid=strict"])
    func aPromptDecoderHoldsBackWhatIsNeeded(parameters: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "b.mp4", "-f lavfi -i testsrc2=size=64x64:rate=10:duration=3",
            "-c:v libx264 -bf 2 -x264-params b-adapt=0:keyint=12:scenecut=0\(parameters) -pix_fmt yuv420p")
        let (patient, prompt) = (try DecodedOrder(path, isPrompt: false), try DecodedOrder(path, isPrompt: true))
        #expect(prompt.times == patient.times)
        #expect(prompt.times.count == 30)
        #expect(!prompt.wasTooPrompt && !patient.wasTooPrompt && !prompt.isReordered)
        #expect(zip(prompt.packets, patient.packets).prefix(27).allSatisfy { $0 == $1 - 1 })
    }

    /// Three B pictures in a row need two. Where times tell, none is lost; otherwise what is shown before the first such, once.
    @Test(arguments: [
        ("bframes=3:b-adapt=0:keyint=16:scenecut=0", 1), ("bframes=3:b-adapt=0:keyint=16:scenecut=0:open-gop=1", 1),
        ("bframes=5:b-adapt=0:keyint=100", 2), ("bframes=3:b-adapt=0:tff=1", 1),
    ])
    func aPromptDecoderThatWasWrongLosesLittle(parameters: String, lost: Int) throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "b.mp4", "-f lavfi -i testsrc2=size=64x64:rate=10:duration=5",
            "-c:v libx264 -x264-params \(parameters) -pix_fmt yuv420p")
        let (patient, prompt) = (try DecodedOrder(path, isPrompt: false), try DecodedOrder(path, isPrompt: true))
        #expect(patient.times.count == 50)
        #expect(prompt.isReordered && !prompt.wasTooPrompt)
        #expect(prompt.times == patient.times)
        let blind = try DecodedOrder(path, isPrompt: true, hasTimes: false)
        #expect(blind.wasTooPrompt)
        #expect(blind.packets.count == 50 - lost)
    }

    // A function of its own, as the compiler (6.3.1) doesn't come to an end with both loops in one.
    private static func decode(
        _ packet: borrowing Packet, _ decoder: inout VideoDecoder, _ pictures: inout Int, _ damaged: inout Int
    ) throws(FFmpegError) {
        try decoder.send(packet)
        while case .frame(let frame) = try decoder.receive() {
            pictures += 1
            if frame.isDamaged { damaged += 1 }
        }
    }
}

/// When a file's pictures come out of their decoder.
private struct DecodedOrder {
    var times: [Int64] = []
    /// How many packets the decoder had been given by then.
    var packets: [Int] = []
    var wasTooPrompt: Bool
    /// Whether the packets' times told that one isn't enough.
    var isReordered = false

    /// - Parameter hasTimes: Whether the packets say when they are shown.
    init(_ path: String, isPrompt: Bool, hasTimes: Bool = true) throws {
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var decoder = try VideoDecoder(container.makeParameters(of: container.tracks[0]), isPrompt: isPrompt)
        var order = HeldPictures()
        wasTooPrompt = false
        var count = 0
        while case .packet(var packet) = try container.read() {
            if !hasTimes {
                packet.presentationTime = nil
            } else if let shown = packet.presentationTime, let decoded = packet.decodingTime,
                !order.note(presentationTime: shown, decodingTime: decoded, isKey: packet.isKey)
            {
                decoder.holdBackTwo()
                isReordered = true
            }
            try decoder.send(packet)
            count += 1
            try drain(&decoder, count)
        }
        try decoder.sendEnd()
        try drain(&decoder, count)
        wasTooPrompt = decoder.wasTooPrompt
    }

    private mutating func drain(_ decoder: inout VideoDecoder, _ count: Int) throws {
        while case .frame(let frame) = try decoder.receive() {
            times.append(frame.bestEffortTime ?? 0)
            packets.append(count)
        }
    }
}
