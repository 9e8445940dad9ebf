import Foundation
import FollowTesting
import Testing

@testable import Follow

struct SubjectTrackTests {
    @Test func `what it writes it reads`() throws {
        var chance = SeededGenerator(seed: 1)
        let findings = (0..<200).map { index in
            let subjects = (0..<index % 4).map { _ in
                Subject(
                    Subject.Kind.allCases.randomElement(using: &chance) ?? .face,
                    SubjectBox(
                        x: rounded(chance.share() * 1.4 - 0.2), y: rounded(chance.share()),
                        width: rounded(0.01 + chance.share()), height: rounded(0.01 + chance.share())),
                    score: rounded(chance.share(), 1_000), activity: index % 3 == 0 ? rounded(chance.share()) : nil)
            }
            return Finding(time: Int64(index) * 33_366_667, subjects: subjects, isCut: index % 50 == 0)
        }
        let track = SubjectTrack(findings)
        #expect(try SubjectTrack(ndjson: Data(track.ndjson.utf8)) == track)
    }

    private func rounded(_ value: Double, _ scale: Double = 100_000) -> Double { (value * scale).rounded() / scale }

    @Test func `one line is one finding`() throws {
        let line =
            #"{"time":0.2,"cut":true,"subjects":[{"kind":"face","x":0.41,"y":0.2,"width":0.1,"height":0.18,"score":0.97}]}"#
        let track = try SubjectTrack(ndjson: Data(line.utf8))
        let box = SubjectBox(x: 0.41, y: 0.2, width: 0.1, height: 0.18)
        #expect(
            track.findings == [Finding(time: 200_000_000, subjects: [Subject(.face, box, score: 0.97)], isCut: true)])
        #expect(track.ndjson == line + "\n")
    }

    @Test func `blank lines, any order and a byte order mark are fine`() throws {
        let text = "\u{FEFF}\r\n{\"time\":2,\"subjects\":[]}\r\n\r\n{\"subjects\":[],\"time\":1,\"cut\":null}"
        #expect(try SubjectTrack(ndjson: Data(text.utf8)).findings.map(\.time) == [1_000_000_000, 2_000_000_000])
        #expect(try SubjectTrack(ndjson: Data()).findings.isEmpty)
    }

    @Test(arguments: [
        (#"{"subjects":[]}"#, "line 2: time: missing"),
        (#"{"time":-1,"subjects":[]}"#, "line 2: time: expected a number of 0 to 86400"),
        (#"{"time":"1","subjects":[]}"#, "line 2: time: expected a number of 0 to 86400"),
        (#"{"time":1}"#, "line 2: subjects: missing; without any, write []"),
        (#"{"time":1,"subjects":{}}"#, "line 2: subjects: expected a list"),
        (#"{"time":1,"subjects":[3]}"#, "line 2: subjects[0]: expected an object"),
        (#"{"time":1,"subjects":[],"cut":1}"#, "line 2: cut: expected true or false"),
        (#"{"time":1,"subjects":[],"cuts":true}"#, "line 2: cuts: unknown; known are time, cut, subjects"),
        (#"{"time":1,"subjects":[{"kind":"cat"}]}"#, "line 2: subjects[0].kind: expected one of face, hands, motion"),
        (
            #"{"time":1,"subjects":[{"kind":"face","x":0,"y":0,"width":0,"height":1}]}"#,
            "line 2: subjects[0].width: expected a number of 0.0001 to 2"
        ),
        (
            #"{"time":1,"subjects":[{"kind":"face","x":0,"y":0,"width":1,"height":1,"score":2}]}"#,
            "line 2: subjects[0].score: expected a number of 0 to 1"
        ),
        (#"{"time":1,"subjects":[{"kind":"face","y":0}]}"#, "line 2: subjects[0].x: missing"),
        ("[1]", "line 2: expected a JSON object with time and subjects"),
        ("{\"time\":1,", "line 2: not valid JSON: expected one object, all on this line"),
        ("nonsense", "line 2: not valid JSON: expected one object, all on this line"),
    ])
    func `what is wrong is said with its line and key`(line: String, sentence: String) {
        let data = Data((#"{"time":0,"subjects":[]}"# + "\n" + line + "\n").utf8)
        let error = #expect(throws: FollowError.self) { try SubjectTrack(ndjson: data) }
        #expect(error?.description == sentence)
    }

    @Test func `what is too large is refused`() {
        let deep = String(repeating: "{\"a\":", count: 3_000)
        let long = #"{"time":1,"subjects":[]"# + String(repeating: " ", count: 40_000) + "}"
        let many = #"{"time":1,"subjects":["# + String(repeating: "{},", count: 70) + "{}]}"
        for text in [deep, long, many] {
            #expect(throws: FollowError.self) { try SubjectTrack(ndjson: Data(text.utf8)) }
        }
        #expect(throws: FollowError.self) { try SubjectTrack(ndjson: Data([0xFF, 0xFE, 0x7B, 0])) }
    }

    @Test func `random bytes never stop it`() {
        var chance = SeededGenerator(seed: 5)
        let sample = Array(
            #"{"time":0.2,"cut":true,"subjects":[{"kind":"face","x":0.4,"y":0.2,"width":0.1,"height":0.2}]}"#.utf8)
        for _ in 0..<2_000 {
            var bytes = sample
            for _ in 0..<3 {
                bytes[Int(chance.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: chance.next())
            }
            _ = try? SubjectTrack(ndjson: Data(bytes))
        }
    }
}
