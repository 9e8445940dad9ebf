import MediaModel
import Testing

@testable import Captions

@Suite struct ClosedCaptionSurveyTests {
    /// RCL, and two letters, with parity.
    private static let words608: [UInt8] = [0xfc, 0x94, 0x20, 0xfc, 0xc1, 0xc2]
    /// A packet of four bytes whose one block has two of service 1.
    private static let words708: [UInt8] = [0xff, 0x02, 0x22, 0xfe, 0x48, 0x49]

    private func survey(_ pictures: [[UInt8]]) -> ClosedCaptionSurvey {
        var survey = ClosedCaptionSurvey()
        for picture in pictures { survey.take(picture.span) }
        return survey
    }

    @Test func tellsTheTwoKindsApart() {
        let both = survey([Self.words608 + Self.words708] + Array(repeating: [], count: 100))
        #expect(both.channels == [.cc1] && both.services == [1] && !both.lacks608)
        #expect(survey([Self.words608]).services.isEmpty)
        // Padding: neither valid nor anything that is said.
        #expect(survey([[0xf8, 0x80, 0x80, 0xf9, 0x80, 0x80, 0xfa, 0, 0, 0xfb, 0, 0]]).services.isEmpty)
    }

    @Test func saysThatThereIs708AloneOnceItIsClear() {
        let pictures = Array(repeating: Self.words708, count: 60)
        #expect(!survey(pictures).lacks608)
        #expect(survey(pictures + [Self.words708]).lacks608)
        #expect(!survey(pictures + [Self.words708, Self.words608]).lacks608)
    }

    @Test func readsPacketsThatLieAcrossPictures() {
        #expect(survey([[0xff, 0x02, 0x42], [0xfe, 0x48, 0x49]]).services == [2])
        // Nobody ended it: the next one does.
        #expect(survey([[0xff, 0x03, 0x62, 0xfe, 0x48, 0x49], [0xff, 0x02, 0x22]]).services == [3])
        // A service above six has its number behind, and another may follow.
        #expect(survey([[0xff, 0x04, 0xe1, 0xfe, 0x09, 0x41, 0xfe, 0x22, 0x42, 0xfe, 0x43, 0]]).services == [9, 1])
        // A block of no service ends the packet.
        #expect(survey([[0xff, 0x02, 0x00, 0xfe, 0x22, 0x49]]).services.isEmpty)
        // A continuation of nothing.
        #expect(survey([[0xfe, 0x22, 0x49]]).services.isEmpty)
    }

    @Test func isBoundedWhateverComes() {
        let endless = survey([[0xff, 0x00, 0xff]] + Array(repeating: [0xfe, 0xff, 0xff], count: 1_000))
        #expect(endless.services.count <= 64)
        #expect(survey([[0xff], [0xff, 0xff], []]).services.isEmpty)
    }
}
