/// How the report looks, on a screen and on paper.
enum ReportStyle {
    static let sheet: HTML = """
        :root { color-scheme: light; font: 15px/1.45 system-ui, sans-serif; color: #1c2330; }
        body { max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
        h1 { margin-bottom: 0; font-size: 1.6rem; }
        h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; border-bottom: 1px solid #d5dae3; padding-bottom: .2rem; }
        table { border-collapse: collapse; min-width: 45%; }
        table.wide { width: 100%; }
        td, th { text-align: left; padding: .15rem .8rem .15rem 0; font-weight: normal; vertical-align: middle; }
        tr > th:not([scope]) { color: #5c677a; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        svg text { font-size: 11px; fill: #5c677a; } svg text.number { text-anchor: end; }
        svg.bar { width: 100%; min-width: 12rem; height: 12px; display: block; }
        svg.bar rect, svg rect { shape-rendering: crispEdges; }
        .axis { stroke: #aab2c0; }
        .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; margin-top: 1.2rem; }
        .figures div { background: #f2f4f8; border-radius: 6px; padding: .7rem; font-size: .85rem; color: #5c677a; }
        .figures b { display: block; font-size: 1.35rem; color: #1c2330; }
        .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; align-items: start; }
        .none, .legend { color: #5c677a; font-size: .85rem; }
        .legend span { display: inline-block; width: .7rem; height: .7rem; margin: 0 .3rem 0 .6rem; }
        .two { fill: #2c7a4b; } .one { fill: #d9a400; } .one-or-two { fill: #9bbf8a; } .down { fill: #c0392b; } .unknown { fill: #c9d0db; }
        .legend .two { background: #2c7a4b; } .legend .one { background: #d9a400; } .legend .one-or-two { background: #9bbf8a; }
        .legend .down { background: #c0392b; } .legend .unknown { background: #c9d0db; }
        td.missed { color: #c0392b; font-weight: 600; } td.open { color: #8a6d00; } td.met { color: #2c7a4b; }
        @media (max-width: 600px) { .figures, .columns { grid-template-columns: 1fr 1fr; } }
        @media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr, svg { break-inside: avoid; } }

        """
}
