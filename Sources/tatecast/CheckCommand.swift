import ArgumentParser
import PresetCheck
import Presets
import Show

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell what viewers would stumble over in a preset, before they do.",
        discussion: """
            Looks at keys and values, fonts, pictures, contrast (WCAG 2), layers that overlap when all are on, the safe \
            area, and what the apps that viewers watch in cover with their own buttons. One line for each finding: \
            file:line:column: error or warning: what is wrong. Exits with 0 if there are warnings at most, with 64 if \
            there are errors, and with 66 if a file can't be read.
            """
    )

    @Argument(help: "The presets to check.", completion: .file())
    var presets: [String]

    @Option(
        name: .customLong("app"),
        help: """
            An app, or one of its screens, to compare with; may be given more than once. Default: all. \
            One of \(AppScreens.names.joined(separator: ", ")).
            """)
    var apps: [String] = []

    @Flag(help: "Print the findings as one JSON object.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing of warnings.")
    var quiet = false

    func validate() throws {
        for app in apps where AppScreens.screens(named: app).isEmpty {
            let hint = suggestion(for: app, among: AppScreens.names)
            throw ValidationError("--app \(app): unknown app; \(hint)")
        }
    }

    func run() async throws {
        Console.shared.capturePrinted(as: .text)
        let screens = AppScreens.all.filter { screen in
            apps.isEmpty || apps.contains { $0 == screen.app || $0 == screen.name }
        }
        let checker = PresetChecker(screens: screens)
        var report = CheckReport()
        for path in presets {
            do throws(PresetError) {
                report.add(try checker.check(path: path), of: path)
            } catch {
                report.addUnreadable(path, "\(error.problems.first?.message ?? "can't be read")")
            }
        }
        if quiet { report.dropWarnings() }
        Console.shared.result(json ? report.json : report.text)
        if let status = report.status { throw status.code }
    }
}
