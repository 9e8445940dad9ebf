import Compression
import Foundation

/// Where six people each put a 1:3 window in 200 videos: RetargetVid (Apostolidis, Mezaris; MIT licence), as its centres alone.
struct HumanPaths {
    /// One video, at 30 pictures a second.
    struct Video {
        let number: Int
        /// For each picture the middles of all people's windows, in shares of the source's width.
        let centers: [[Double]]

        /// What most of them wanted: the mean of the two in the middle.
        var medians: [Double] {
            centers.map { centers in
                let sorted = centers.sorted()
                return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
            }
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A person's window: 120 of a source's 640 px.
    static let width = 120.0 / 640
    static let picturesPerSecond = 30.0

    let videos: [Video]

    /// Reads `VIDEO,PERSON,WIDTH,CENTRES` lines, where centres are `PX` or `PX*COUNT`.
    init(gzip file: String) throws {
        let bytes = try Gunzip.unpack([UInt8](Data(contentsOf: URL(fileURLWithPath: file))), byteLimit: 16 << 20)
        var people: [Int: [[Double]]] = [:]
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated()
        where !line.hasPrefix("#") {
            let columns = line.split(separator: ",")
            guard columns.count == 4, let video = Int(columns[0]), let centers = Self.centers(columns[3]) else {
                throw Failure(description: "\(file):\(index + 1): expected VIDEO,PERSON,WIDTH,CENTRES")
            }
            people[video, default: []].append(centers)
        }
        guard !people.isEmpty else { throw Failure(description: "\(file): no line with a video") }
        videos = people.sorted { $0.key < $1.key }.map { number, people in
            // Some people saw a picture more than others.
            let count = people.map(\.count).min() ?? 0
            return Video(number: number, centers: (0..<count).map { index in people.map { $0[index] } })
        }
    }

    private static func centers(_ text: Substring) -> [Double]? {
        var centers: [Double] = []
        for run in text.split(separator: " ") {
            let parts = run.split(separator: "*")
            guard let pixel = Double(parts[0]), let count = parts.count > 1 ? Int(parts[1]) : 1,
                (1...100_000).contains(count)
            else { return nil }
            centers += [Double](repeating: pixel / 640, count: count)
        }
        return centers
    }
}
