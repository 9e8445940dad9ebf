import ArgumentParser
import Broadcast
import Service

/// What people see who open the address of a show in a browser.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve this folder's web page in place of the own one: its index.html and what belongs to it.",
            discussion: "It is read at the start: 500 files and 32 MiB at most. See docs/page.md.", valueName: "folder"),
        completion: .directory)
    var page: String?

    @Option(
        help: ArgumentHelp(
            "hls.js, for browsers that don't play HLS by themselves: an address, or a file that is served along.",
            discussion:
                "One that ends in .mjs is loaded as a module, any other as a script. None comes with the program.",
            valueName: "url|file"),
        completion: .file(extensions: ["js", "mjs"]))
    var playerScript: String?

    /// Reads what is named. Blocks.
    ///
    /// - Throws: ``JobError`` for what can't be served.
    func content() throws(JobError) -> PageContent {
        PageContent(
            site: try page.map { path throws(JobError) in try PageFolder(reading: path) },
            playerScript: try playerScript.map { text throws(JobError) in try PlayerScript(text) })
    }
}
