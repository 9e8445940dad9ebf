import Access
public import ArgumentParser
import Broadcast
import Foundation
public import Service

/// Who of the audience may send something, and what.
struct AudienceOptions: ParsableArguments {
    enum Audience: String, CaseIterable, ExpressibleByArgument {
        /// The bridge with TATECAST_AUDIENCE_TOKEN alone.
        case token
        /// The page's visitors as well.
        case open
    }

    @Option(
        help: ArgumentHelp(
            "Who may send hearts and votes: who has the token, or, with open, all visitors of the page too.",
            discussion: "Each visitor within limits: see docs/page.md."))
    var audience = Audience.token

    @Option(
        help:
            "What becomes of visitors' comments, with --audience open: off, hold until /v1/comments passes them, or show."
    )
    var comments = OpenAudience.CommentPolicy.off

    @Option(
        help: ArgumentHelp(
            "A page of another site whose visitors may send too: https://shop.example. May be given several times.",
            valueName: "origin"))
    var pageOrigin: [String] = []

    func validate() throws {
        guard audience == .token else { return }
        guard comments == .off, pageOrigin.isEmpty else {
            throw ValidationError("--comments and --page-origin are for --audience open")
        }
    }

    /// - Returns: `nil` where visitors may send nothing.
    /// - Throws: ``JobError`` for what is no origin.
    func options(proxies: [NetworkAddress.Block]) throws(JobError) -> OpenAudience.Options? {
        guard audience == .open else { return nil }
        let origins = try pageOrigin.map { text throws(JobError) in try WebOrigin.check(text, option: "--page-origin") }
        return OpenAudience.Options(
            comments: comments, pageOrigins: origins, proxies: proxies,
            secret: try Secret.read("TATECAST_VIEWER_SECRET"))
    }
}

extension OpenAudience.CommentPolicy: ExpressibleByArgument {}
