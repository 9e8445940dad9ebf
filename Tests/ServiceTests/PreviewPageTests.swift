import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import Service

@Suite struct PreviewPageTests {
    private func text(_ path: String) throws -> String {
        let file = try #require(PreviewPage.files[path], "\(path)")
        return String(buffer: file.bytes)
    }

    @Test func hasAllThatItsPageAndScriptsName() throws {
        var waiting = ["/"]
        var seen: Set<String> = []
        while let path = waiting.popLast() {
            guard seen.insert(path).inserted else { continue }
            let text = try text(path)
            for match in text.matches(of: /(?:src|href)="(\/[^"#]*)"/) { waiting.append(String(match.1)) }
            for match in text.matches(of: /from '\.\/([a-z]+\.js)'/) { waiting.append("/preview/\(match.1)") }
        }
        #expect(seen.count == 13, "\(seen.sorted())")
    }

    @Test func asksNobodyElse() throws {
        for path in ["/", "/preview/page.css", "/preview/main.js", "/preview/player.js", "/preview/feed.js"] {
            let text = try text(path)
            #expect(!text.contains("https://") && !text.contains("//cdn"), "\(path)")
            // The policy forbids both, and a browser would leave them out without a word to the reader.
            #expect(!text.contains("style=\"") && !text.contains("onclick="), "\(path)")
        }
    }

    @Test func saysWhatItMayDo() throws {
        let fields = try #require(PreviewPage.files["/"]).fields
        let policy = try #require(fields[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self';"))
        #expect(!policy.contains("unsafe"))
        #expect(fields[.cacheControl] == "no-store")
    }

    @Test(arguments: ["/preview/", "/preview/../etc/passwd", "/preview/main.js/", "/index.html", ""])
    func hasNothingElse(path: String) {
        #expect(PreviewPage.files[path] == nil)
    }
}
