// The report's style sheet. Its colours are Okabe-Ito colours, made darker or lighter. Colour-blind
// readers can tell them apart (jfly.uni-koeln.de/color). Text in them has a contrast of at least
// 4.5:1.

/** The colours on white paper, as CSS variables. */
export const lightColours = `--paper: #fff; --ink: #1b1f24; --soft: #57606a; --rule: #d8dee4;
  --grid: #eceff2; --panel: #f6f8fa; --wave: #8a6d00;
  --p0: #b34700; --p1: #0062a3; --p2: #00704f; --p3: #9a3a78; --p4: #7a5c00; --p5: #444c56;
  --p6: #1a6a7a; --p7: #c0203f;`;

const darkColours = `--paper: #14171b; --ink: #e8eaed; --soft: #a5adb8;
  --rule: #3a424c; --grid: #272d35; --panel: #1d2228; --wave: #e3c14a;
  --p0: #ff9d66; --p1: #6cb8f5; --p2: #4fcf9f; --p3: #ea9ccb; --p4: #e3c14a; --p5: #b6bec8;
  --p6: #58c7d8; --p7: #ff8095;`;

/** CSS for the page and its charts. The charts take their colours from its variables. */
export const reportStyle = `
:root { ${lightColours} }
@media (prefers-color-scheme: dark) { :root { ${darkColours} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 940px; margin: 0 auto; padding: 24px 20px 48px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
p { margin: .4rem 0; }
.lead { font-size: 1.1rem; color: var(--soft); }
.answer { margin: 1.2rem 0; }
.answer p { border-left: 5px solid var(--c); padding: .1rem 0 .1rem .9rem; margin: .8rem 0; }
.name { color: var(--c); }
.answer .name::after { content: ":"; }
.note, figcaption { color: var(--soft); font-size: .93rem; }
a { color: var(--p1); }
.hover rect { fill: transparent; } .hover rect:hover { fill: var(--ink); fill-opacity: .09; }
tr:target { background: var(--panel); outline: 2px solid var(--wave); }
figure { margin: 0; } figcaption { color: var(--ink); margin-bottom: .8rem; }
.scroll { overflow-x: auto; background:
  linear-gradient(to right, var(--paper) 30%, transparent) 0 0 / 40px 100% no-repeat local,
  linear-gradient(to left, var(--paper) 30%, transparent) 100% 0 / 40px 100% no-repeat local,
  linear-gradient(to right, var(--rule), transparent) 0 0 / 14px 100% no-repeat,
  linear-gradient(to left, var(--rule), transparent) 100% 0 / 14px 100% no-repeat; }
.broad { width: min(100vw - 48px, 1320px); margin-left: 50%; transform: translateX(-50%); }
.broad table { font-size: .84rem; } .broad th, .broad td { padding: .25rem .4rem; }
.broad .measures thead th { white-space: nowrap; }
.measures tbody th[scope="row"] { min-width: 11em; }
figcaption ul { margin: 0; padding-left: 1.1rem; }
.panels { display: flex; flex-wrap: wrap; gap: 12px 32px; margin: .8rem 0; }
.drawing { flex: 1 1 300px; max-width: 460px; height: auto; }
.drawing text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  fill: var(--ink); }
.drawing .strong { font-weight: 600; font-size: 13px; } .drawing .caption { fill: var(--soft);
  paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.drawing .origin { font-size: 8px; fill: var(--soft); }
.service { fill: var(--panel); stroke: var(--rule); }
.supernode { fill: var(--p1); } .supernode.ghost { fill: none; stroke: var(--p0);
  stroke-width: 2; stroke-dasharray: 4 3; }
.pc { fill: var(--p1); opacity: .75; } .pc.lost { fill: var(--p0); opacity: 1; }
.link { stroke: var(--p1); opacity: .45; } .ask { stroke: var(--p0); opacity: .5; fill: none;
  stroke-dasharray: 3 3; }
.timelines { display: flex; flex-wrap: wrap; gap: 0 32px; }
.timelines > div { flex: 1 1 320px; }
.timeline { list-style: none; margin: .3rem 0; padding: 0 0 0 .9rem;
  border-left: 3px solid var(--c); }
.timeline li { display: grid; grid-template-columns: 6.9em 1fr; gap: .6rem; margin: .35rem 0; }
.when { white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums;
  width: 100%; }
caption { text-align: left; color: var(--soft); padding: .3rem 0; }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--grid);
  vertical-align: top; }
th:first-child, td.words, th.words { text-align: left; }
th:first-child { padding-left: 0; }
tbody th { font-weight: 400; } thead th { border-bottom: 1px solid var(--rule); }
thead td { border-bottom: 1px solid var(--rule); }
.section { font-weight: 600; padding-top: .9rem; }
.absent { color: var(--soft); font-style: italic; }
.provenance { border: 1px solid var(--rule); border-radius: 4px; padding: 0 .4em; }
.provenance.guess { border-style: dashed; border-color: var(--soft); }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--soft); font-size: .93rem; }
pre { background: var(--panel); padding: .8rem; overflow-x: auto; border-radius: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; font-size: .93rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--p1); outline-offset: 2px; }

.p0 { --c: var(--p0); --d: none; } .p1 { --c: var(--p1); --d: 8 3; }
.p2 { --c: var(--p2); --d: 2 3; } .p3 { --c: var(--p3); --d: 10 3 2 3; }
.p4 { --c: var(--p4); --d: 5 2; } .p5 { --c: var(--p5); --d: 1 3; }
.p6 { --c: var(--p6); --d: 12 4; } .p7 { --c: var(--p7); --d: 4 2 1 2; }
.chart { width: 100%; height: auto; display: block; overflow: visible; }
.chart.narrow { display: none; }
.chart text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  fill: var(--ink); }
.chart .axis { fill: var(--soft); } .chart .strong { font-weight: 600; }
.chart .origin { font-size: 10px; fill: var(--soft); }
.chart .label { fill: var(--c); paint-order: stroke; stroke: var(--paper); stroke-width: 3px;
  stroke-linejoin: round; }
.chart .small { font-size: 11px; }
.grid { stroke: var(--grid); } .base, .tick { stroke: var(--soft); }
.target { fill: none; stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 1 3; }
.swing { fill: var(--c); opacity: .16; }
.leader { fill: none; stroke: var(--c); stroke-width: 1; opacity: .6; }
.collapse { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 5 3; opacity: .7; }
.collapse-label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.capacity { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 7 3; }
.capacity-label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.chart .wave-name { font-size: 11px; fill: var(--wave); }
.curve { fill: none; stroke: var(--c); stroke-width: 2; stroke-dasharray: var(--d);
  stroke-linejoin: round; }
.curve.solid { stroke-dasharray: none; }
.counted { fill: none; stroke: var(--c); stroke-width: 1.5; stroke-dasharray: 4 3; }
.ghosts { fill: var(--c); opacity: .16; }
.end { fill: var(--c); }
.share { fill: var(--c); stroke: var(--paper); }
.wave { stroke: var(--wave); stroke-width: 4; }
.storm { fill: var(--wave); opacity: .13; }
.wave-mark { stroke: var(--wave); stroke-width: 1; opacity: .35; }
.history { fill: var(--paper); stroke: var(--ink); stroke-width: 1.8; }
.open-range { stroke: var(--ink); stroke-width: 1; opacity: 0.55; }
.miss { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 1 2; }
.history-label { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
.phase { fill: var(--c); } .phase.before, .phase.healed { opacity: .22; }
.phase.restarts { fill: var(--wave); opacity: .3; } .phase.recovering { opacity: .6; }
.phase.down { opacity: .85; }
@media (max-width: 560px) { main { padding: 16px 14px 32px; } h1 { font-size: 1.4rem; }
  .chart.wide { display: none; } .chart.narrow { display: block; } }
@media print { :root { --paper: #fff; --ink: #000; --soft: #444; --rule: #bbb; --grid: #e4e4e4;
    --panel: #f4f4f4; --wave: #8a6d00; --p0: #b34700; --p1: #0062a3; --p2: #00704f; --p3: #9a3a78;
    --p4: #7a5c00; --p5: #444c56; --p6: #1a6a7a; --p7: #c0203f; }
  main { max-width: none; padding: 0; } figure, tr, dl, .answer p, .timeline li {
    break-inside: avoid; }
  h1, h2, h3, caption, thead { break-after: avoid; } p { orphans: 3; widows: 3; }
  pre { white-space: pre-wrap; overflow: visible; overflow-wrap: anywhere; break-inside: avoid; }
  .scroll { overflow: visible; background: none; }
  a[href^="http"]::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; }
  .chart.wide { display: block; } .chart.narrow { display: none; } }
`;
