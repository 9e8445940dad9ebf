import Foundation

/// Measures where the crop goes, on scripted paths and on people's own camera work. Detectors have no part in it.
///
///     follow-bench paths             the ways in which people move
///     follow-bench human FILE.gz     the windows of RetargetVid's annotators: scripts/bench_follow/retargetvid-centres.csv.gz
///
/// Status 1 if a target is missed.
@main
enum FollowBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("paths", 1): exit(PathFigures.print() ? 0 : 1)
        case ("human", 2): exit(HumanFigures(paths: try HumanPaths(gzip: arguments[1])).print() ? 0 : 1)
        default:
            FileHandle.standardError.write(Data("usage: follow-bench paths | human FILE.gz\n".utf8))
            exit(64)
        }
    }
}
