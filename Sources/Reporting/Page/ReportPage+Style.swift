extension ReportPage {
    /// One ink and its tints, so that the page reads the same in black and white; patterns are told apart by shade and by words.
    static let style = """
        :root{color-scheme:light;--ink:#1b2330;--soft:#5a6576;--line:#d8dde5;--fill:#2f5d8c;--tint:#cfdcea;--paper:#fff}
        *{box-sizing:border-box}
        body{margin:0;background:#f3f5f8;color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Hiragino Sans","Noto Sans JP","Yu Gothic UI","BIZ UDPGothic",sans-serif;-webkit-text-size-adjust:100%}
        main{max-width:1040px;margin:0 auto;padding:24px 20px 48px}
        header p{margin:0;color:var(--soft)}
        header .kind{font-size:.8rem;letter-spacing:.06em}
        h1{margin:.1em 0 .15em;font-size:1.9rem;line-height:1.25;overflow-wrap:anywhere}
        h1,h3,th,td,.chart text{unicode-bidi:plaintext}
        h2{margin:0 0 .6em;font-size:1.25rem}
        h3{margin:1.1em 0 .3em;font-size:.95rem;overflow-wrap:anywhere}
        section,aside{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:20px;margin:16px 0}
        aside{border-left:6px solid var(--ink)}
        aside ul{margin:0;padding-left:1.1em}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin:20px 0 0}
        .tiles div{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
        dt{color:var(--soft);font-size:.82rem}
        dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
        .tiles dd{font-size:1.45rem;line-height:1.3}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:10px 18px;margin:16px 0 8px}
        .note{color:var(--soft);font-size:.85rem;margin:.6em 0 0}
        .chart{display:block;width:100%;height:auto;overflow:visible}
        .chart text{font-size:12px;fill:var(--ink)}
        .chart .tick,.chart .mark{fill:var(--soft)}
        .chart text.mark{fill:var(--ink);font-weight:700}
        .chart line{stroke:var(--line)}
        .chart line.tick{stroke:var(--soft)}
        .chart line.mark{stroke:var(--ink);stroke-dasharray:2 3}
        .chart .bar,.chart .area{fill:var(--fill)}
        .chart rect{stroke:var(--ink);stroke-width:.8}
        .chart .a{fill:#fff}
        .chart .b{fill:var(--tint)}
        .chart .trouble.a,.chart .trouble.b{fill:#e9ebef;stroke-dasharray:3 2}
        .wide{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
        th{font-weight:600}
        thead th{color:var(--soft);font-size:.8rem;white-space:nowrap}
        td:first-child{overflow-wrap:anywhere;min-width:4.5em}
        .numbers td{white-space:nowrap}
        .numbers td:first-child{white-space:normal;min-width:11em}
        .polls{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(320px,100%),1fr));gap:0 32px}
        .poll th{width:34%;overflow-wrap:anywhere}
        .poll td{white-space:nowrap}
        .poll .bar{width:44%}
        .poll span{display:block;height:1.1em;min-width:1px;background:var(--fill);border-radius:2px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        details{margin-top:12px}
        summary{cursor:pointer;color:var(--fill);font-size:.9rem}
        .moments{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:16px}
        figure{margin:0}
        .moments img{display:block;width:100%;height:auto;border-radius:8px;border:1px solid var(--line)}
        figcaption{font-size:.85rem;margin-top:6px;overflow-wrap:anywhere}
        figcaption b{display:inline-block;min-width:1.5em;text-align:center;border:1px solid var(--ink);border-radius:99px}
        footer{margin-top:16px}
        @media(max-width:600px){main{padding:16px 12px 32px}.tiles{grid-template-columns:repeat(auto-fit,minmax(104px,1fr));gap:8px}.tiles div{padding:10px}.tiles dd{font-size:1.15rem}section,aside{padding:14px}h1{font-size:1.5rem}.chart{min-width:640px}.chart text{font-size:15px}.moments{grid-template-columns:1fr 1fr}}
        @media print{@page{margin:14mm}body{background:#fff;font-size:10.5pt}main{max-width:none;padding:0}section,aside,.tiles div{border-color:#999;break-inside:auto}section{padding:12px 0;border:0;border-top:1px solid #999;border-radius:0}h2,h3{break-after:avoid}.chart,figure,tr{break-inside:avoid}details{display:none}.chart *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}

        """
}
