/// Names, texts and numbers as Prometheus reads them: its text-based exposition format, version 0.0.4.
enum TextFormat {
    /// A name made of what is allowed: ASCII letters, `_`, digits behind the first place, and colons in a metric's.
    static func name(_ text: String, mayHaveColons: Bool) -> String {
        var name = ""
        for scalar in text.unicodeScalars.prefix(200) {
            let isDigit = "0"..."9" ~= scalar
            if name.isEmpty, isDigit { name = "_" }
            let isAllowed =
                isDigit || "a"..."z" ~= scalar || "A"..."Z" ~= scalar || (scalar == ":" && mayHaveColons)
            name.unicodeScalars.append(isAllowed ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }

    /// A label's value, without the quotes around it.
    static func escaped(_ text: String) -> String { escapedHelp(text).replacing("\"", with: "\\\"") }

    /// What is said of a family: it may have quotes.
    static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
