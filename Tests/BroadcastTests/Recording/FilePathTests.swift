import Testing

@testable import Broadcast

@Suite struct FilePathTests {
    @Test(arguments: [
        ("x", ""), ("", ""), ("show", ""), ("/x", "/"), ("/", ""), ("a/b", "a"), ("a/b/", "a"),
        ("/a//b.c/d.e//", "/a//b.c"),
        ("//x", "/"), ("./x", "."), ("日/本", "日"),
    ])
    func namesTheFolder(path: String, folder: String) {
        #expect(FilePath.parent(of: path) == folder)
    }
}
