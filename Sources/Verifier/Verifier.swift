public import FFmpegKit
import Foundation
import HLS
public import MediaModel

/// Judges a show by what anybody gets of it: files in a folder, or any server's answers.
///
/// It knows nothing of who made the show, trusts nothing that it is sent, and never waits without an end.
public enum Verifier {
    public struct Options: Sendable {
        /// How long a broadcast is followed; `nil`: to its end.
        public var duration: MediaTime?
        /// How much later than promised an answer may come: our own clock's and the network's share.
        public var lateness: MediaTime
        /// Names of rules whose findings are deliberate: they aren't looked at.
        public var exceptions: Set<String>
        /// Whether what Apple alone asks is a warning.
        public var isLenientWithApple: Bool
        /// Whether sound and pictures of finished shows are decoded.
        public var decodes: Bool
        /// Once it is requested, what there is is judged.
        public var stop = Interrupt()

        public init(
            duration: MediaTime? = .seconds(30), lateness: MediaTime = .milliseconds(300),
            exceptions: Set<String> = [], isLenientWithApple: Bool = false, decodes: Bool = true
        ) {
            (self.duration, self.lateness, self.exceptions) = (duration, lateness, exceptions)
            (self.isLenientWithApple, self.decodes) = (isLenientWithApple, decodes)
        }
    }

    /// Why nothing could be judged.
    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        case notFound(String)
        case unavailable(String)

        public var description: String {
            switch self {
            case .notFound(let sentence), .unavailable(let sentence): sentence
            }
        }
    }

    /// The names of all rules.
    public static let ruleNames: [String] = Array(Set(Rule.all.map(\.name))).sorted()

    /// Looks at all there is; a broadcast is followed.
    ///
    /// - Throws: ``Failure`` if there is no playlist to begin with.
    public static func verify(
        _ location: MediaLocation, options: Options = Options()
    ) async throws(Failure) -> Report {
        switch location {
        case .folder(let path):
            let (folder, name) = try place(path)
            return try await verify(name, FolderFetcher(path: folder), options: options, isFolder: true)
        case .url(let url):
            let fetcher = HTTPFetcher()
            // A server that doesn't answer must not keep who wants to end.
            let watch = Task { [mailbox = fetcher.mailbox] in
                await options.stop.wait()
                mailbox.close()
            }
            defer { watch.cancel() }
            let result: Result<Report, Failure>
            do throws(Failure) {
                result = .success(try await verify(url.absoluteString, fetcher, options: options, isFolder: false))
            } catch {
                result = .failure(error)
            }
            await fetcher.close()
            return try result.get()
        }
    }

    /// Judges what begins at `address`, by whatever way the fetcher has.
    package static func verify(
        _ address: String, _ fetcher: some MediaFetcher, options: Options = Options(), isFolder: Bool = false
    ) async throws(Failure) -> Report {
        var entry = Entry(address: address, isFolder: isFolder)
        let isLive = try await entry.isLive(fetcher)
        var report =
            isLive
            ? await LiveVerification(entry: entry, options: options, now: fetcher.now).run(fetcher)
            : await VODVerification(entry: entry, options: options).run(fetcher)
        report.findings.removeAll { options.exceptions.contains($0.rule.name) }
        report.mergeRepeated()
        if options.isLenientWithApple {
            for index in report.findings.indices where !report.findings[index].rule.source.contains("RFC") {
                report.findings[index].severity = .warning
            }
        }
        return report
    }
}
