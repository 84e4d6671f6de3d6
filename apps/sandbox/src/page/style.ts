/** Light and dark as the reader has it. Marks differ by text as well as by colour. */
export const style = `
:root{color-scheme:light dark;--text:#1c2430;--soft:#5b6675;--line:#dfe3e8;--back:#fff;--inside:#f6f7f9;--good:#11663b;--open:#7a5200;--bad:#a3221b;--still:#5b6675}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ee;--soft:#9aa5b4;--line:#2c3440;--back:#12161c;--inside:#1a2028;--good:#6fd39b;--open:#f0c060;--bad:#ff9088;--still:#9aa5b4}}
*{box-sizing:border-box}
body{font:14px/1.45 system-ui,sans-serif;margin:0 auto;max-width:110rem;padding:1.5rem 1.25rem 4rem;color:var(--text);background:var(--back);font-variant-numeric:tabular-nums}
td:last-child{overflow-wrap:anywhere}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1.25rem}
h1{font-size:1.4rem;margin:0}header p{margin:0;color:var(--soft);flex:1 1 24rem}
h2{font-size:1.15rem;margin:0}section>h2{padding-bottom:.3rem;border-bottom:2px solid var(--text)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}h4{font-size:.85rem;margin:.75rem 0 .2rem}
h2 small,h3 small,summary small{font-weight:400;color:var(--soft);margin-left:.25rem}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(36rem,100%),1fr));gap:1.5rem 2.5rem;margin-top:1.5rem}
section{min-width:0}.rows{overflow-x:auto}.rows>*{min-width:36rem}
.row{display:grid;gap:0 .75rem;padding:.3rem .25rem;border-bottom:1px solid var(--line)}
.row>span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row.head{font-weight:600;font-size:.8rem;color:var(--soft)}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary.row>span:first-child::before{content:'▸ ';color:var(--soft)}details[open]>summary.row>span:first-child::before{content:'▾ '}
summary.row:hover{background:var(--inside)}details[open]>summary.row{background:var(--inside);font-weight:600}
.coupa-orders .row{grid-template-columns:7.5rem 5.5rem minmax(4rem,1fr) 8.5rem 4.5rem 5.5rem}
.coupa-suppliers .row{grid-template-columns:5.5rem minmax(6rem,1fr) 7rem 5rem 5.5rem 5.5rem}
.m3-orders .row{grid-template-columns:7.5rem 3.5rem minmax(4rem,1fr) minmax(5rem,1.2fr) 8.5rem 5.5rem}
.m3-suppliers .row{grid-template-columns:7.5rem minmax(6rem,1fr) 7.5rem 4.5rem 5.5rem}
.m3-entries .row{grid-template-columns:7.5rem 8.5rem 7.5rem minmax(6rem,1fr)}
.inside{background:var(--inside);padding:.25rem .75rem .9rem;border-bottom:1px solid var(--line)}
.inside p{margin:.4rem 0 0;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:.6rem 0 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.edit{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem .9rem;margin-top:.6rem}.edit output{flex-basis:100%;color:var(--bad)}.edit output:empty{display:none}
input,select{font:inherit;color:inherit;background:var(--back);border:1px solid var(--soft);border-radius:.4rem;padding:.2rem .4rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9em}
th,td{text-align:left;vertical-align:top;padding:.2rem .9rem .2rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{font-weight:600;font-size:.85em;color:var(--soft);white-space:nowrap}td time,td .mark{white-space:nowrap}
.number{text-align:right;white-space:nowrap}
.nothing{color:var(--soft);margin:.2rem 0}
.pages{margin:.4rem 0;color:var(--soft)}.pages a,.pages span{margin-right:.75rem}a{color:inherit}
.mark{font-weight:600}.good{color:var(--good)}.open{color:var(--open)}.bad{color:var(--bad)}.still{color:var(--still)}
.faults{margin-top:1rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.4rem}.faults>summary h2{display:inline}
.buttons{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.6rem}.buttons form{margin:0;max-width:100%}
button{font:inherit;text-align:left;color:inherit;background:var(--back);border:1px solid var(--soft);border-radius:.4rem;padding:.25rem .6rem;cursor:pointer;overflow-wrap:anywhere}
button[aria-pressed=true]{border-color:var(--bad);color:var(--bad);font-weight:600}button small{font-weight:400}
`;
