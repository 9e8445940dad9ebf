import Testing

@testable import Prometheus

@Suite struct MetricsTextTests {
    @Test func writesWhatIsMeasuredInOrder() {
        var metrics = MetricsText()
        metrics.add(.gauge, "depth", "What waits", 2.5, [("queue", "b")])
        metrics.add(.gauge, "depth", "What waits", -7, [("queue", "a"), ("at", "x")])
        metrics.add(.counter, "requests_total", "Requests, \"all\" of them\nwith \\", 4)
        metrics.add(.gauge, "a_meter", "Something", 2)
        #expect(
            metrics.text == """
                # HELP a_meter Something
                # TYPE a_meter gauge
                a_meter 2
                # HELP depth What waits
                # TYPE depth gauge
                depth{at="x",queue="a"} -7
                depth{queue="b"} 2.5
                # HELP requests_total Requests, "all" of them\\nwith \\\\
                # TYPE requests_total counter
                requests_total 4

                """)
    }

    @Test func oneSeriesHasOneValue() {
        var metrics = MetricsText()
        metrics.add(.counter, "c_total", "C", 1, [("a", "1"), ("b", "2")])
        metrics.add(.counter, "c_total", "C", 4, [("b", "2"), ("a", "1")])
        #expect(metrics.text == "# HELP c_total C\n# TYPE c_total counter\nc_total{a=\"1\",b=\"2\"} 4\n")
    }

    @Test(arguments: [
        (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (0, "0"), (1e300, "1e+300"), (0.1, "0.1"),
        (-3, "-3"), (1e14, "100000000000000"),
    ])
    func writesNumbersAsGoReadsThem(value: Double, text: String) {
        var metrics = MetricsText()
        metrics.add(.gauge, "g", "G", value)
        #expect(metrics.text.hasSuffix("\ng \(text)\n"))
    }

    @Test func labelsMayBeAnyText() {
        var metrics = MetricsText()
        metrics.add(.gauge, "g", "G", 1, [("a", "x\"y\\z\né")])
        #expect(metrics.text.hasSuffix("\ng{a=\"x\\\"y\\\\z\\né\"} 1\n"))
    }

    @Test func writesASummary() {
        var (metrics, values) = (MetricsText(), Distribution())
        metrics.add("t_seconds", "T", values)
        #expect(
            metrics.text == """
                # HELP t_seconds T
                # TYPE t_seconds summary
                t_seconds{quantile="0.5"} NaN
                t_seconds{quantile="0.95"} NaN
                t_seconds{quantile="0.99"} NaN
                t_seconds_sum 0
                t_seconds_count 0

                """)
        for _ in 0..<4 { values.add(0.25) }
        metrics.add("t_seconds", "T", values)
        #expect(metrics.text.hasSuffix("\nt_seconds_sum 1\nt_seconds_count 4\n"))
    }
}
