import Follow
import FollowTesting
import Show
import Testing

struct SeveralPeopleTests {
    private func active(_ subject: Subject, _ activity: Double) -> Subject {
        var subject = subject
        subject.activity = activity
        return subject
    }

    @Test func `two who fit are both inside`() {
        var run = CameraRun()
        run.run(6) { _ in [face(0.5, 0.3), face(0.68, 0.3)] }
        #expect(abs(run.center - 0.59) < 0.01)
        let half = 0.31640625 / 2
        #expect(run.center - half <= 0.46 && run.center + half >= 0.72)
    }

    @Test func `of two who don't fit one is followed, never the middle between them`() {
        var run = CameraRun()
        run.run(20) { _ in [face(0.2, 0.3), face(0.8, 0.3)] }
        #expect(run.centers.dropFirst(10).allSatisfy { abs($0 - 0.2) < 0.05 || abs($0 - 0.8) < 0.05 })
        #expect(run.camera.state.moves == 0)
        #expect(run.jumps == 1)
    }

    @Test func `two who drift apart are followed together until they fit no more`() {
        var run = CameraRun()
        // The union is 0.92 windows wide at 0.21, and 1.0 at 0.236 apart.
        run.run(4) { _ in [face(0.4, 0.3), face(0.6, 0.3)] }
        #expect(abs(run.center - 0.5) < 0.02)
        run.run(4) { _ in [face(0.39, 0.3), face(0.615, 0.3)] }
        #expect(abs(run.center - 0.5) < 0.03)
        run.run(6) { _ in [face(0.35, 0.3), face(0.65, 0.3)] }
        #expect(min(abs(run.center - 0.35), abs(run.center - 0.65)) < 0.06)
    }

    @Test func `who is much smaller is background`() {
        var run = CameraRun()
        run.run(6) { _ in [face(0.3, 0.3, 0.1, 0.18), face(0.45, 0.2, 0.03, 0.05), face(0.9, 0.2, 0.04, 0.07)] }
        #expect(abs(run.center - 0.3) < 0.02)
    }

    @Test func `it turns to who is more active, after a while and not to and fro`() {
        var run = CameraRun()
        run.run(3) { _ in [active(face(0.2, 0.3), 0.2), active(face(0.8, 0.3), 0.02)] }
        #expect(abs(run.center - 0.2) < 0.02)
        run.run(0.8) { _ in [active(face(0.2, 0.3), 0.02), active(face(0.8, 0.3), 0.2)] }
        #expect(abs(run.center - 0.2) < 0.02)
        run.run(3) { _ in [active(face(0.2, 0.3), 0.02), active(face(0.8, 0.3), 0.2)] }
        // They are far apart, so it was cut to.
        #expect(abs(run.center - 0.8) < 0.02)
        #expect(run.jumps == 2)
        // They speak in turns of a second: nobody wants to see that many cuts.
        run.run(20) { time in
            let first = Int(time) % 2 == 0
            return [active(face(0.2, 0.3), first ? 0.2 : 0.02), active(face(0.8, 0.3), first ? 0.02 : 0.2)]
        }
        #expect(run.jumps <= 2 + 20 / 2)
    }

    @Test func `who is nearer is followed, however much a screen behind moves`() {
        var run = CameraRun()
        let seller = active(face(0.75, 0.3, 0.1, 0.18), 0.01)
        run.run(8) { _ in [active(face(0.2, 0.3, 0.07, 0.12), 0.2), seller] }
        #expect(abs(run.center - 0.75) < 0.02)
        #expect(run.jumps == 1)
    }

    @Test func `a picture nearer than the seller isn't followed, for nothing in it moves`() {
        var run = CameraRun()
        run.run(8) { _ in [active(face(0.2, 0.3, 0.1, 0.18), 0), active(face(0.75, 0.3, 0.07, 0.12), 0.01)] }
        #expect(abs(run.center - 0.75) < 0.02)
    }

    @Test func `somebody who comes in before the others is followed`() {
        var run = CameraRun()
        let screen = active(face(0.2, 0.3, 0.06, 0.11), 0.2)
        run.run(4) { _ in [screen] }
        run.run(4) { _ in [screen, active(face(0.75, 0.3, 0.1, 0.18), 0.01)] }
        #expect(abs(run.center - 0.75) < 0.02)
    }

    @Test func `a detector that sees one at a time doesn't make it swing`() {
        var run = CameraRun()
        var isFirst = false
        run.run(20) { _ in
            isFirst.toggle()
            return [face(isFirst ? 0.2 : 0.8, 0.3)]
        }
        #expect(run.jumps <= 2)
        #expect(run.camera.state.moves == 0)
    }

    @Test func `a producer names a person`() {
        var run = CameraRun()
        let people = [face(0.15, 0.3), face(0.5, 0.3), face(0.85, 0.3)]
        run.run(3) { _ in people }
        for (person, place) in [
            (FollowCommand.Person.left, 0.16), (.right, 0.84), (.next, 0.16), (.next, 0.5), (.next, 0.84),
        ] {
            run.camera.take(.person(person))
            run.run(4) { _ in people }
            #expect(abs(run.center - place) < 0.03, "\(person)")
        }
        // Whoever was named and goes leaves the camera to itself.
        run.run(4) { _ in [people[0]] }
        #expect(abs(run.center - 0.16) < 0.03)
    }

    @Test func `a person near by is panned to, one far away is cut to`() {
        var run = CameraRun()
        run.run(3) { _ in [face(0.4, 0.3), face(0.65, 0.3)] }
        let jumps = run.jumps
        run.camera.take(.person(run.center < 0.5 ? .right : .left))
        run.run(3) { _ in [face(0.4, 0.3), face(0.65, 0.3)] }
        #expect(run.jumps == jumps)
        #expect(run.camera.state.moves == 1)
    }

    @Test func `hands are followed with what they hold where there is no face`() {
        let hand = Subject(.hands, SubjectBox(x: 0.6, y: 0.5, width: 0.1, height: 0.2), score: 0.8)
        let motion = Subject(.motion, SubjectBox(x: 0.68, y: 0.4, width: 0.1, height: 0.3), score: 0.5)
        var run = CameraRun()
        run.run(4) { _ in [hand, motion] }
        #expect(run.camera.state.kind == .hands)
        #expect(abs(run.center - 0.69) < 0.02)
        // A face is more important, hands whose motion is elsewhere are followed alone.
        run.run(6) { _ in [hand, face(0.3, 0.3)] }
        #expect(run.camera.state.kind == .face)
        #expect(abs(run.center - 0.3) < 0.06)
        run.camera.take(.subject(.hands))
        let far = Subject(.motion, SubjectBox(x: 0.1, y: 0.4, width: 0.1, height: 0.3), score: 0.5)
        run.run(6) { _ in [hand, far, face(0.3, 0.3)] }
        #expect(run.camera.state.kind == .hands)
        #expect(abs(run.center - 0.65) < 0.06)
    }
}
