/** The style of the report: one column that reads well on screen and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #5b6470; --line: #e3e6ea; --accent: #0b5cab; --page: #f6f7f9;
  --card: #fff; --tag: #eef1f4; --bad: #fde8e6; --doubt: #fdf2d8; --good: #e6f4ea; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --quiet: #a3abb5; --line: #333b45; --accent: #6cb6ff; --page: #12161b; --card: #1a2027;
    --tag: #2b333d; --bad: #5c2420; --doubt: #55431a; --good: #1f4630; }
  /* The charts' own colours of labels and lines are for a light page. */
  figure svg :is([fill="#444"], [fill="#222"], [fill="#000"]) { fill: var(--ink); }
  figure svg :is([stroke="#eee"], [stroke="#bbb"], [stroke="#ddd"]) { stroke: var(--line); }
  figure svg :is([fill="#0b5cab"]) { fill: #4f9ae6; }
  figure svg :is([stroke="#0b5cab"]) { stroke: #4f9ae6; }
  figure svg :is([fill="#c7d8ea"]) { fill: #2c4562; }
  figure svg :is([stroke="#c7d8ea"]) { stroke: #4a6a8f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 0 0 .75rem; }
p { margin: .4rem 0; max-width: 75ch; }
.quiet { color: var(--quiet); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem 1.5rem; margin-top: 1.25rem; }
.verdict { border-left: 6px solid var(--accent); }
.verdict.care { border-left-color: #b7791f; }
.verdict.not { border-left-color: #b42318; }
.verdict strong { display: block; font-size: 1.25rem; }
.verdict strong::first-letter { text-transform: uppercase; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.figures b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.figures span { color: var(--quiet); font-size: .85rem; }
.charts { display: flex; flex-wrap: wrap; gap: 1.25rem 2rem; }
figure { margin: 0; max-width: 100%; }
figure svg { max-width: 100%; height: auto; }
figcaption { color: var(--quiet); font-size: .85rem; max-width: 46ch; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); font-size: .85rem; padding-bottom: .4rem; }
th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th[scope=row], th:first-child { text-align: left; font-weight: 500; }
th[scope=row] { min-width: 8rem; }
table.number td { white-space: nowrap; }
table.sentence td:last-child, table.sentence th:last-child { text-align: left; }
.tag { display: inline-block; padding: 0 .5rem; border-radius: 999px; background: var(--tag); font-size: .8rem; }
.tag.excluded { background: var(--bad); } .tag.suspect { background: var(--doubt); } .tag.fine { background: var(--good); }
@media print { :root { color-scheme: light; } body { background: #fff; } section { break-inside: avoid; border: 0; padding: 0; } }
`;
