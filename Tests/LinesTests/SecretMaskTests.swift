import Testing

@testable import Lines

@Suite struct SecretMaskTests {
    @Test(arguments: [
        // Before the host.
        ("https://me:hunter2@cdn.example/a.m3u8", "https://***@cdn.example/a.m3u8"),
        ("rtsp://me@cam.example:554/1: Connection refused", "rtsp://***@cam.example:554/1: Connection refused"),
        ("http://a:p@ss@h/x", "http://***@h/x"),
        // RTMP: the key is the path behind the application.
        ("rtmp://origin.example/live/abc-def", "rtmp://origin.example/live/***"),
        ("rtmps://h:443/app/inst/key?auth=1: Input/output error", "rtmps://h:443/app/***: Input/output error"),
        ("rtmp://h/app", "rtmp://h/app"), ("RTMP://h/app/k", "RTMP://h/app/***"),
        ("rtmp://h/app?token=t0p/key", "rtmp://h/app?token=***"),
        ("rtmp://u:p@h/app/key", "rtmp://***@h/app/***"),
        ("rtmp://h/app playpath=secretkey live=1", "rtmp://h/app playpath=*** live=1"),
        // Parameters: SRT's, signed addresses', anybody's.
        (
            "srt://h:9000?mode=caller&passphrase=0123456789&latency=200",
            "srt://h:9000?mode=caller&passphrase=***&latency=200"
        ),
        ("srt://h:9000?streamid=#!::r=live,u=me&mode=caller", "srt://h:9000?streamid=***&mode=caller"),
        ("srt://h:9000?streamid=publish/key", "srt://h:9000?streamid=***"),
        (
            "https://b.example/s.m4s?X-Amz-Credential=AK%2F1&X-Amz-Signature=ffee&X-Amz-Expires=300",
            "https://b.example/s.m4s?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Expires=300"
        ),
        ("https://h/a?wsSecret=0badf00d&wsTime=65f0a1b2", "https://h/a?wsSecret=***&wsTime=***"),
        ("https://h/a?sv=2024-01-01&sig=abc%3D", "https://h/a?sv=***&sig=***"),
        ("https://h/a?0123456789abcdef", "https://h/a?***"),
        ("https://h/cb#access_token=abc", "https://h/cb#access_token=***"),
        ("see https://h/a?token=abc.", "see https://h/a?token=***."),
        ("(\"https://h/a?token=abc\", 3)", "(\"https://h/a?token=***\", 3)"),
        ("v540x960/a.m4s?Key-Pair-Id=K1&Policy=p", "v540x960/a.m4s?Key-Pair-Id=***&Policy=***"),
        (#"{"place":"https://h/a?sig=1","found":"x"}"#, #"{"place":"https://h/a?sig=***","found":"x"}"#),
        // Names and headers.
        ("passphrase=0123456789, mode=1", "passphrase=***, mode=1"),
        ("TATECAST_STREAM_KEY=abc tatecast live", "TATECAST_STREAM_KEY=*** tatecast live"),
        ("Unknown option '--stream-key=abc'", "Unknown option '--stream-key=***'"),
        (
            "GET / HTTP/1.1\r\nAuthorization: Basic bWU6eA==\r\nHost: h",
            "GET / HTTP/1.1\r\nAuthorization: ***\r\nHost: h"
        ),
        ("Cookie: a=b; c=d", "Cookie: ***"), ("sent Bearer abc.def.ghi once", "sent Bearer *** once"),
        // What is no secret stays.
        (
            "http://127.0.0.1:8080/master.m3u8?_HLS_msn=5&_HLS_part=2",
            "http://127.0.0.1:8080/master.m3u8?_HLS_msn=5&_HLS_part=2"
        ),
        ("https://h/a?quality=1080p&v=3", "https://h/a?quality=1080p&v=3"),
        ("the stream key isn't right: copy it again", "the stream key isn't right: copy it again"),
        ("a ? b = c", "a ? b = c"), ("ratio 16:9, at 12:30", "ratio 16:9, at 12:30"), ("価格=¥3,980", "価格=¥3,980"),
        ("://", "://"), ("", ""), ("rtmp://", "rtmp://"), ("rtmp:///", "rtmp:///"), ("x?=", "x?="),
    ])
    func masks(text: String, masked: String) {
        #expect(SecretMask.masked(text) == masked)
    }

    @Test func masksWhatItHasLearntWhereverItStands() {
        SecretMask.learn(address: "rtmp://camera:Open%20Sesame@h/app/learnt-key-1")
        SecretMask.learn(address: "srt://h:1?passphrase=learnt-phrase-2&mode=caller")
        #expect(SecretMask.masked("Sending play command for 'learnt-key-1'") == "Sending play command for '***'")
        #expect(SecretMask.masked("phrase learnt-phrase-2 set") == "phrase *** set")
        #expect(SecretMask.masked("user camera, Open Sesame or Open%20Sesame") == "user camera, *** or ***")
        // It would take a word out of every sentence.
        SecretMask.learn("live")
        #expect(SecretMask.masked("we are live") == "we are live")
    }
}
