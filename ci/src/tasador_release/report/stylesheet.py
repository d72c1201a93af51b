"""How the page of a Report looks. In Python, so that no packaging can leave it out."""

from typing import Final

CSS: Final = """
:root {
  color-scheme: light dark;
  --ink: #1c2430;
  --soft: #5b6675;
  --line: #dfe4ea;
  --background: #f6f7f9;
  --card: #fff;
  --good: #1a7f4b;
  --bad: #b3261e;
  --bar: #3b6fb6;
  --skip: #a9b2bd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e7ebf0;
    --soft: #a3adba;
    --line: #2d3642;
    --background: #12161c;
    --card: #1a2028;
    --good: #57c98c;
    --bad: #ff8a80;
    --bar: #6d9fe0;
    --skip: #566170;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--background);
  color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
}
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { margin: 0.25rem 0 0; font-size: 1.7rem; line-height: 1.2; text-wrap: balance; }
h2 { margin: 2rem 0 0.6rem; font-size: 1.05rem; }
.sub { margin: 0.3rem 0 0; color: var(--soft); overflow-wrap: anywhere; }
.verdict { display: inline-block; margin: 0; font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.failure {
  margin-top: 1.5rem;
  padding: 0.9rem 1.1rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-left: 4px solid var(--bad);
  border-radius: 6px;
}
.failure h2 { margin: 0; color: var(--bad); }
.failure pre { margin: 0.4rem 0; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.87rem; }
.failure p { margin: 0; }
.facts {
  display: flex;
  flex-wrap: wrap;
  gap: 1px;
  margin: 1.5rem 0 0;
  background: var(--line);
  border: 1px solid var(--line);
  border-radius: 6px;
  overflow: hidden;
}
.facts div { flex: 1 1 14rem; padding: 0.6rem 0.9rem; background: var(--card); }
.facts dt { color: var(--soft); font-size: 0.8rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
a { color: inherit; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.scroll:focus-visible, a:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
table { width: 100%; min-width: 40rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.9rem; text-align: left; vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-size: 0.8rem; }
tbody tr { border-top: 1px solid var(--line); }
tbody th { white-space: nowrap; }
.num { text-align: right; white-space: nowrap; color: var(--soft); }
.axis, .lane { width: 58%; }
.marks { position: relative; display: block; height: 1.2em; }
.marks span { position: absolute; }
.marks span:not(:first-child) { transform: translateX(-50%); }
.bar { height: 0.7rem; margin: 0.35rem 0; min-width: 3px; border-radius: 3px; background: var(--bar); }
.detail { margin: 0 0 0.1rem; color: var(--soft); font-size: 0.83rem; overflow-wrap: anywhere; }
.ok th span:first-child { color: var(--good); }
.failed th { font-weight: 600; color: var(--bad); }
.failed .bar { background: var(--bad); }
.failed .detail { color: var(--bad); }
.skipped .bar { background: var(--skip); }
.inner th { padding-left: 2rem; }
.inner .bar { height: 0.45rem; margin-block: 0.47rem; }
.skipped th { color: var(--soft); }
.running .bar { background: repeating-linear-gradient(45deg, var(--bar) 0 6px, transparent 6px 10px); }
.notes { margin: 0; padding-left: 1.2rem; color: var(--soft); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 42rem) {
  table { min-width: 0; }
  thead { display: none; }
  tbody tr { display: grid; grid-template-columns: 1fr auto; padding: 0.3rem 0; }
  tbody th, td { padding: 0.1rem 0.9rem; }
  tbody th { white-space: normal; }
  td.start { display: none; }
  td.lane { grid-column: 1 / -1; width: auto; }
}
@media print { .scroll { overflow: visible; border: 0; } .bar { print-color-adjust: exact; } }
"""
