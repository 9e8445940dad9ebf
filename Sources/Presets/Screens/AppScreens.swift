public import Show

/// The screens of the table `app-screens.yaml`, which is part of the program: what each app covers of the picture.
public enum AppScreens {
    /// In the table's order: an app's live screen before its others.
    public static let all: [AppScreen] = {
        do {
            return try decode(yaml: String(decoding: PackageResources.app_screens_yaml, as: UTF8.self))
        } catch {
            // It is compiled in, and a test reads it.
            preconditionFailure("\(error)")
        }
    }()

    /// What ``screens(named:)`` takes, for messages: the apps, and each of their screens.
    public static var names: [String] {
        var names: [String] = []
        for screen in all {
            if !names.contains(screen.app) { names.append(screen.app) }
            if !names.contains(screen.name) { names.append(screen.name) }
        }
        return names
    }

    /// The screens of an app, its live one first, or the one screen of this name. Empty if there is none.
    public static func screens(named name: String) -> [AppScreen] {
        all.filter { $0.name == name || $0.app == name }
    }

    /// Reads such a table.
    ///
    /// - Throws: ``PresetError``, with everything that is wrong with it.
    static func decode(yaml: String, file: String = "app-screens.yaml") throws(PresetError) -> [AppScreen] {
        let problems = Problems(file: file, fontCheck: nil)
        let screens = YAMLDocument.compose(yaml, file: file, reportTo: problems).flatMap { root in
            Field(value: root, path: "", problems: problems).appScreens()
        }
        guard let screens, problems.isEmpty else { throw problems.error() }
        return screens
    }
}
