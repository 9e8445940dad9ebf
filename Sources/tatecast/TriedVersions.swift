import FFmpegKit
import Foundation
import Typeset

/// Which versions of the libraries Tatecast's tests were run with, by release: their first two numbers.
///
/// Others may do as well, and nobody knows. docs/platforms.md says on which systems; change both together.
struct TriedVersions {
    let name: String
    let releases: [String]

    static let ffmpeg = TriedVersions(name: "FFmpeg", releases: ["5.1", "7.1"])
    static let pango = TriedVersions(name: "Pango", releases: ["1.50", "1.56"])
    static let cairo = TriedVersions(name: "Cairo", releases: ["1.16", "1.18"])
    static let harfBuzz = TriedVersions(name: "HarfBuzz", releases: ["6.0", "10.2"])
    static let glibc = TriedVersions(name: "glibc", releases: ["2.36", "2.41"])

    /// - Parameter version: As the library says it, e.g. `5.1.9-0+deb12u1` or `n7.1`; one that was built between two
    ///   releases, `N-109542-g1bf1ab9`, is none that was tried.
    func finding(_ version: String) -> DoctorReport.Finding {
        let numbers = version.drop { $0 == "n" }.split(separator: ".", maxSplits: 2).prefix(2)
            .map { $0.prefix { $0.isNumber } }
        let isTried = releases.contains(numbers.joined(separator: "."))
        return DoctorReport.Finding(
            name: name, state: isTried ? .present : .untried,
            detail: isTried
                ? version : "\(version) was never tried; those that were: " + releases.joined(separator: ", "))
    }

    /// What runs here.
    static func findings(ffmpeg release: String) -> [DoctorReport.Finding] {
        let text = TextEngine()
        return [
            ffmpeg.finding(release), pango.finding(text.pango), cairo.finding(text.cairo),
            harfBuzz.finding(text.harfBuzz), glibc.finding(runningGlibc()),
        ]
    }

    private static func runningGlibc() -> String {
        // "glibc 2.36"; nothing where it is another C library.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
            guard let start = text.baseAddress, confstr(Int32(_CS_GNU_LIBC_VERSION), start, text.count) > 0 else {
                return "another C library"
            }
            return String(String(cString: start).drop { !$0.isNumber })
        }
    }
}
