import FFmpegKit
import Testing

@Suite struct NetworkStreamTests {
    /// What state, metrics and logs say of a source.
    @Test(arguments: [
        ("rtmp://origin.example/live/abc-def", "rtmp://origin.example/live/…"),
        ("rtmp://me:hunter2@h:1935/live/key?auth=1", "rtmp://h:1935/live/…"),
        ("rtmp://h/app", "rtmp://h/app"),
        ("srt://h:9000?passphrase=0123456789&mode=caller", "srt://h:9000"),
        ("srt://h:9000?streamid=publish/secret/key", "srt://h:9000"),
        ("https://me:p@h/a/b.m3u8?token=abc#t", "https://h/a/…"),
        ("https://h/?token=a/b/c", "https://h/"),
    ])
    func showsNoSecret(url: String, shown: String) throws {
        #expect(try #require(NetworkStream(url: url)).shownURL == shown)
    }
}
