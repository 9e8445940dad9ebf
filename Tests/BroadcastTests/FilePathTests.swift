import Broadcast
import Testing

@Suite struct FilePathTests {
    @Test(arguments: [
        ("a/b/c", "a/b"), ("a/b/c/", "a/b"), ("a//b", "a"), ("/a", "/"), ("/", "/"), ("//", "/"), ("a", ""), ("ab", ""),
        ("", ""), ("./x", "."),
    ])
    func knowsTheFolder(path: String, folder: String) {
        #expect(FilePath.parent(of: path) == folder)
    }
}
