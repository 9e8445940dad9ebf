import FFmpegKit
import MediaModel
import MediaTesting
import Testing

@Suite struct VideoFramePoolTests {
    private static func address(_ frame: borrowing VideoFrame) -> Int {
        frame.withPlanes { luma, _, _, _ in luma.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } }
    }

    @Test func usesMemoryAgainOnceTheLastUserLetsGo() throws {
        let pool = try VideoFramePool(size: PixelSize(width: 64, height: 32))
        let first = try pool.makeFrame().share()
        let address = Self.address(first.frame)
        let second = try pool.makeFrame()
        #expect(Self.address(second) != address)
        _ = consume first
        let third = try pool.makeFrame()
        #expect(Self.address(third) == address)
    }

    @Test func makesBT709FramesOnCacheLines() throws {
        let frame = try VideoFramePool(size: PixelSize(width: 406, height: 722)).makeFrame()
        #expect(frame.size == PixelSize(width: 406, height: 722))
        #expect(frame.color == ColorDescription(matrix: .bt709))
        #expect(frame.presentationTime == nil)
        #expect(Self.address(frame) % 64 == 0)
        #expect(frame.layout.lumaStride % 64 == 0)
        #expect(frame.layout.chromaStride % 32 == 0)
    }

    @Test func framesOutliveTheirPool() throws {
        var pool: VideoFramePool? = try VideoFramePool(size: PixelSize(width: 16, height: 16))
        var frame = try pool!.makeFrame()
        pool = nil
        frame.withMutablePlanes { luma, _, _, layout in luma[15 * layout.lumaStride + 15] = 7 }
        let value = frame.luma(15, 15)
        #expect(value == 7)
    }
}

@Suite struct VideoFrameTests {
    @Test func copiesAnAreaWithItsOwnColumnsAndRows() throws {
        let source = try makeFrame(PixelSize(width: 64, height: 48)) { UInt8($0 * 3 + $1) }
        var target = try makeFrame(PixelSize(width: 32, height: 32)) { _, _ in 255 }
        target.copy(
            PixelArea(x: 10, y: 4, width: 16, height: 8), of: source, into: PixelArea(x: 2, y: 20, width: 16, height: 8)
        )
        for y in 0..<32 {
            for x in 0..<32 {
                let isInside = 2..<18 ~= x && 20..<28 ~= y
                let expected = isInside ? UInt8((x + 8) * 3 + y - 16) : 255
                let value = target.luma(x, y)
                #expect(value == expected)
            }
        }
    }

    @Test func keepsEverySecondLineOfAnInterlacedPicture() throws {
        // Not flagged as top field first: so the lower field is the earlier one.
        var frame = try makeFrame(PixelSize(width: 16, height: 20)) { UInt8($0 + 10 * $1) }
        frame.keepFirstField()
        #expect(frame.size == PixelSize(width: 16, height: 10))
        #expect(frame.sampleAspectRatio == (1, 2))
        for y in 0..<10 {
            let value = Int(frame.luma(3, y))
            #expect(value == 13 + 20 * y)
        }
    }

    @Test func aFieldOfAHostilePixelShapeIsStillAField() throws {
        let folder = try TemporaryFolder()
        // 2·10⁹ fits 31 bits, twice that doesn't.
        let path = try folder.makeMedia(
            "shape.nut", "-f lavfi -i testsrc2=size=64x32:rate=25:duration=0.08 -c:v prores_ks -flags +ildct",
            "-vf setsar=r=2000000000/1999999999:max=2147483647,setfield=tff")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var decoder = try VideoDecoder(container.makeParameters(of: container.tracks[0]))
        guard case .packet(let packet) = try container.read() else { throw Missing() }
        try decoder.send(packet)
        guard case .frame(var frame) = try decoder.receive() else { throw Missing() }
        let oldHeight = frame.size.height
        let (isInterlaced, ratio) = (frame.isInterlaced, frame.sampleAspectRatio)
        #expect(isInterlaced)
        #expect(ratio.height > Int(Int32.max) / 2)
        frame.keepFirstField()
        let (height, newRatio) = (frame.size.height, frame.sampleAspectRatio)
        #expect(height == oldHeight / 2)
        #expect(newRatio == (ratio.width / 2, ratio.height))
    }
}

struct Missing: Error {}
