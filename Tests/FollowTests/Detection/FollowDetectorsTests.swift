import MediaModel
import Show
import Testing

@testable import Follow

struct FollowDetectorsTests {
    @Test func needsNothingForMotion() throws {
        #expect(try FollowDetectors.make(for: .motion) is MotionDetector)
    }

    #if OpenCV
        @Test(arguments: [FollowPreset.SubjectChoice.auto, .face, .hands])
        func findsNothingInAnEmptyRoom(choice: FollowPreset.SubjectChoice) throws {
            let detector = try FollowDetectors.make(for: choice)
            var noise = TestPicture(640, 360)
            noise.addNoise(60)
            for (index, picture) in [TestPicture(640, 360), noise, TestPicture(640, 360, light: 16)].enumerated() {
                #expect(try detector.look(at: picture, Double(index), isCut: true).isEmpty)
            }
        }

        /// Sizes of pictures, and faces as large as a share of their height, at a place in shares.
        @Test(arguments: [
            (PixelSize(width: 1_280, height: 720), 0.2, 0.7), (PixelSize(width: 1_280, height: 720), 0.06, 0.3),
            (PixelSize(width: 426, height: 240), 0.3, 0.3), (PixelSize(width: 720, height: 1_280), 0.12, 0.5),
            (PixelSize(width: 3_840, height: 2_160), 0.15, 0.6), (PixelSize(width: 1_280, height: 720), 0.4, 0.95),
        ])
        func findsAFace(size: PixelSize, share: Double, place: Double) throws {
            let detector = try FollowDetectors.make(for: .face)
            var picture = TestPicture(size.width, size.height)
            let face = try picture.draw(
                face: share * Double(size.height), at: place * Double(size.width), 0.45 * Double(size.height))
            for step in 0..<3 {
                let found = try detector.look(at: picture, 0.2 * Double(step))
                #expect(found.count == 1)
                let subject = try #require(found.first)
                #expect(subject.kind == .face && subject.score >= 0.5)
                let expected = face.box(in: size)
                #expect(abs(subject.box.centerX - expected.centerX) < 0.15 * expected.width)
                #expect(abs(subject.box.centerY - expected.centerY) < 0.15 * expected.height)
                #expect(abs(subject.box.width / expected.width - 1) < 0.2)
            }
        }

        @Test func findsAFaceThatComesIn() throws {
            let detector = try FollowDetectors.make(for: .auto)
            let empty = TestPicture(640, 360)
            var picture = empty
            try picture.draw(face: 70, at: 460, 150)
            for step in 0..<3 { #expect(try detector.look(at: empty, 0.2 * Double(step)).isEmpty) }
            let looks = try (3...8).map { try detector.look(at: picture, 0.2 * Double($0)) }
            #expect(looks.contains { $0.contains { $0.kind == .face } })
        }

        @Test func saysThatAModelIsTorn() throws {
            for kind in NetKind.allCases {
                for model in [[], [UInt8](repeating: 7, count: 5_000)] {
                    let error = #expect(throws: FollowError.self) { _ = try NeuralNet(kind, model: model) }
                    let sentence = try #require(error?.description)
                    #expect(sentence.contains("\(kind.name).onnx"))
                    #expect(sentence.contains(FollowDetectors.mendModels))
                }
            }
        }
    #else
        @Test(arguments: [FollowPreset.SubjectChoice.auto, .face, .hands])
        func saysWhatIsMissing(choice: FollowPreset.SubjectChoice) {
            let error = #expect(throws: FollowError.self) { _ = try FollowDetectors.make(for: choice) }
            #expect(error?.description.contains(FollowDetectors.install) == true)
        }
    #endif
}
