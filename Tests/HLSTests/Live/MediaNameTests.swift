import HLS
import Testing

@Suite struct MediaNameTests {
    @Test(arguments: [
        (MediaName.initialisation(run: "k3f"), "k3f-init.mp4"), (.segment(run: "k3f", sequence: 0), "k3f-0.m4s"),
        (.part(run: "K3f", sequence: 1_000_000, part: 12), "K3f-1000000.12.m4s"),
        (.segment(run: "k3f", sequence: 3, format: .text), "k3f-3.vtt"),
    ])
    func readsWhatItWrites(name: MediaName, text: String) {
        #expect("\(name)" == text)
        #expect(MediaName(parsing: text) == name)
    }

    @Test(arguments: [
        "", "-", "-0.m4s", "a", "a-", "a-.m4s", "a-0", "a-00.m4s", "a-0.mp4", "a-+1.m4s", "a-1..m4s", "a-1.2.3.m4s",
        "a-9223372036854775807.m4s", "a-0.m4s/", "../a-0.m4s", "a-init.mp4x", "é-0.m4s", "a_b-0.m4s", "a-0.m4s\n",
        "a--1.m4s", "a-0.0.vtt", "a-.vtt", "a-init.vtt",
        "abcdefghijklmnopqrstuvwxyz0123456-0.m4s", "a-１.m4s",
    ])
    func refusesWhatIsNoName(text: String) { #expect(MediaName(parsing: text) == nil) }
}
