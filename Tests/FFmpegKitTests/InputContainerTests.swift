import FFmpegKit
import MediaModel
import MediaTesting
import Testing

@Suite struct InputContainerTests {
    private static func error(opening path: String) -> FFmpegError? {
        do throws(FFmpegError) {
            _ = try InputContainer(file: path, interrupt: Interrupt())
            return nil
        } catch {
            return error
        }
    }

    private static func makeTrack(_ path: String) throws -> TrackDescription.Video {
        let container = try InputContainer(file: path, interrupt: Interrupt())
        guard case .video(let video) = container.tracks[0].kind else { throw Missing() }
        return video
    }

    /// Each of these would have FFmpeg open the file that it names.
    @Test(arguments: [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nFILE\n#EXT-X-ENDLIST\n"),
        ("list.ffconcat", "ffconcat version 1.0\nfile FILE\n"),
        ("list.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
        ("list.mpd", "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"></MPD>"),
        ("list.txt", "Just some words, nothing to be played.\n"),
    ])
    func refusesListsOfOtherFiles(name: String, text: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia("FILE.mp4", "-f lavfi -i testsrc2=size=32x32:rate=10:duration=0.2")
        let path = try folder.write(text.replacing("FILE", with: "FILE.mp4"), to: name)
        let error = try #require(Self.error(opening: path))
        #expect(error.operation == "avformat_open_input")
        #expect(error.subject == path)
    }

    @Test func namesWhatCannotBeOpened() throws {
        let folder = try TemporaryFolder()
        let missing = try #require(Self.error(opening: folder.path + "/none.mp4"))
        #expect(missing.code.systemError == 2)
        #expect(missing.description.contains("avformat_open_input failed on \"\(folder.path)/none.mp4\": No such file"))
        let empty = try #require(Self.error(opening: try folder.write("", to: "empty.mp4")))
        #expect(empty.code == .invalidData || empty.code == .endOfFile)
    }

    @Test(arguments: ["colon:50%.mp4", "-dash.mp4", "日本 語.mp4"])
    func opensAnyName(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia("plain.mp4", "-f lavfi -i testsrc2=size=32x32:rate=10:duration=0.2")
        let path = try folder.write(folder.read("plain.mp4"), to: name)
        let container = try InputContainer(file: path, interrupt: Interrupt())
        #expect(container.tracks.count == 1)
        #expect(container.formatName.contains("mp4"))
    }

    @Test func describesItsTracks() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "two.mp4", "-f lavfi -i testsrc2=size=160x90:rate=30000/1001:duration=1",
            "-f lavfi -i sine=frequency=440:sample_rate=44100:duration=1 -c:v libx264 -pix_fmt yuv420p",
            "-vf setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709 -c:a aac -ac 1")
        let container = try InputContainer(file: path, interrupt: Interrupt())
        let video = try #require(container.bestTrack { if case .video = $0 { true } else { false } })
        let audio = try #require(container.bestTrack { if case .audio = $0 { true } else { false } })
        guard case .video(let picture) = video.kind, case .audio(let sound) = audio.kind else { throw Missing() }
        #expect(video.codecName == "h264" && audio.codecName == "aac")
        #expect(picture.size == PixelSize(width: 160, height: 90))
        #expect(picture.averageRate! == (30_000, 1001))
        #expect(picture.color == ColorDescription(matrix: .bt709))
        #expect(picture.orientation == .upright)
        #expect(sound.sampleRate == 44_100 && sound.channelCount == 1)
        #expect(video.startTime == 0)
        let duration = try #require(video.duration)
        #expect(abs(duration - 1_001_000_000) < 40_000_000)
    }

    /// Phones write turns, their front cameras mirrors. FFmpeg's own command shows where a white corner comes to lie.
    @Test(arguments: [
        [1, 0, 0, 1], [-1, 0, 0, 1], [1, 0, 0, -1], [-1, 0, 0, -1], [0, 1, 1, 0], [0, -1, -1, 0], [0, 1, -1, 0],
        [0, -1, 1, 0],
    ])
    func turnsAsFFmpegDoes(matrix: [Int]) throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "m.mp4", "-f lavfi -i color=black:size=64x32:rate=10:duration=0.1",
            "-vf drawbox=x=0:y=0:w=32:h=16:color=white:t=fill -c:v libx264 -qp 10 -pix_fmt yuv420p")
        var bytes = try folder.read("m.mp4")
        // tkhd, version 0: 4 type, 4 flags, 36 more, then a b u c d v x y w.
        let box = try #require(bytes.firstRange(of: Array("tkhd".utf8))).lowerBound
        for (offset, value) in zip([44, 48, 56, 60], matrix) {
            let fixed = value << 16
            for byte in 0..<4 {
                let shift = 24 - 8 * byte
                bytes[box + offset + byte] = UInt8(truncatingIfNeeded: fixed >> shift)
            }
        }
        try folder.write(bytes, to: "m.mp4")
        try folder.makeMedia("upright.gray", "-i file:\(path) -f rawvideo -pix_fmt gray")
        let shown = try folder.read("upright.gray")

        let orientation = try Self.makeTrack(path).orientation
        let size = orientation.applied(to: PixelSize(width: 64, height: 32))
        let white = try #require(
            shown.indices.first { index in
                let (x, y) = (index % size.width, index / size.width)
                return x % (size.width / 2) == 8 && y % (size.height / 2) == 8 && shown[index] > 200
            })
        #expect((white % size.width > size.width / 2) == orientation.mirrorsHorizontally)
        #expect((white / size.width > size.height / 2) == orientation.mirrorsVertically)
        // A picture of the other shape would show more than one white quarter along its rows.
        let isWhole = (0..<size.height).allSatisfy { y in
            let row = shown[y * size.width..<(y + 1) * size.width]
            return row.count { $0 > 128 } <= size.width / 2 + 1
        }
        #expect(isWhole)
    }

    /// AVI counts in pictures: a time base of 1/15.
    @Test(arguments: [("avi", 15), ("avi", 10), ("y4m", 12), ("ivf", 8)] as [(String, Int)])
    func tellsTimesWhereOneTickIsOnePicture(container: String, rate: Int) throws {
        let folder = try TemporaryFolder()
        let codecs = ["ivf": "libvpx", "avi": "mpeg4", "y4m": "wrapped_avframe -pix_fmt yuv420p"]
        let codec = try #require(codecs[container])
        let path = try folder.makeMedia(
            "slow.\(container)", "-f lavfi -i testsrc2=size=32x32:rate=\(rate):duration=1 -c:v \(codec)")
        let read = try ReadFile(path)
        #expect(read.pictures.count == rate)
        for (index, picture) in read.pictures.enumerated() {
            let expected: Int64 = Int64(index) * 1_000_000_000 / Int64(rate)
            let time = try #require(picture.time)
            #expect(abs(time - expected) <= 1)
        }
    }

    @Test func readsOnlyWhatIsSelected() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "two.mkv", "-f lavfi -i testsrc2=size=32x32:rate=10:duration=1 -f lavfi -i sine=duration=1 -c:a flac")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        let audio = try #require(container.bestTrack { if case .audio = $0 { true } else { false } })
        container.select([audio])
        var count = 0
        while case .packet(let packet) = try container.read() {
            let index = packet.trackIndex
            #expect(index == audio.index)
            count += 1
        }
        #expect(count > 5)
    }

    @Test(.timeLimit(.minutes(1))) func stopsWhenAsked() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "long.y4m", "-f lavfi -i testsrc2=size=640x360:rate=10:duration=2 -pix_fmt yuv420p")
        let before = Interrupt()
        before.request()
        let refused = #expect(throws: FFmpegError.self) { _ = try InputContainer(file: path, interrupt: before) }
        #expect(refused?.code == .interrupted)

        let following = Interrupt(following: before)
        #expect(throws: FFmpegError.self) { _ = try InputContainer(file: path, interrupt: following) }
        following.followNoMore()
        _ = try InputContainer(file: path, interrupt: following)

        let interrupt = Interrupt()
        var container = try InputContainer(file: path, interrupt: interrupt)
        interrupt.request()
        var stopped: FFmpegError?
        do throws(FFmpegError) {
            while case .packet = try container.read() {}
        } catch {
            stopped = error
        }
        #expect(stopped?.code == .interrupted)
    }
}
