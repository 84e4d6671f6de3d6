/** Light and dark as the reader has it. Marks differ by text as well as by colour. */
export const style = `
:root{color-scheme:light dark;--text:#1c2430;--soft:#5b6675;--line:#dfe3e8;--back:#fff;--good:#11663b;--open:#7a5200;--bad:#a3221b;--still:#5b6675}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ee;--soft:#9aa5b4;--line:#2c3440;--back:#12161c;--good:#6fd39b;--open:#f0c060;--bad:#ff9088;--still:#9aa5b4}}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:2rem 1.25rem 4rem;color:var(--text);background:var(--back)}
h1{font-size:1.5rem;margin:0}header p{margin:.25rem 0 0;color:var(--soft)}
h2{font-size:1.2rem;margin:2.5rem 0 0;padding-bottom:.35rem;border-bottom:2px solid var(--text)}
h3{font-size:1rem;margin:1.5rem 0 .35rem}h3 small{font-weight:400;color:var(--soft);margin-left:.25rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:.35rem 1rem .35rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;font-size:.85rem;color:var(--soft);white-space:nowrap}
.nothing{color:var(--soft);margin:.25rem 0}
.mark{white-space:nowrap;font-weight:600}.good{color:var(--good)}.open{color:var(--open)}.bad{color:var(--bad)}.still{color:var(--still)}
`;
