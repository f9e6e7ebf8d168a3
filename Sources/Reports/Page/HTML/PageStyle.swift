/// The style sheet of the page, for light and dark screens, phones and paper.
///
/// The colours follow the palette of Okabe and Ito, which colour-blind readers can distinguish.
enum PageStyle {
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--soft:#59636e;--rule:#d5dae0;\
    --card:#f5f7f9;--s1:#0072b2;--s2:#b35900;--s3:#00795a;--s4:#b0558b;--s5:#8a1c1c;\
    --limit:#b3261e;--band:#f3dede}\
    @media (prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e6e9ec;--soft:#a2abb5;\
    --rule:#39414a;--card:#1d2226;--s1:#56b4e9;--s2:#f0a43a;--s3:#2fc49a;--s4:#dd8fbd;\
    --s5:#ff8a80;--limit:#ff9d94;--band:#4a2a2a}}\
    *{box-sizing:border-box}\
    body{margin:0 auto;max-width:62rem;padding:1rem;background:var(--bg);color:var(--fg);\
    font:16px/1.45 system-ui,sans-serif;overflow-wrap:anywhere}\
    h1{font-size:1.5rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .4rem}\
    p{margin:.4rem 0}.soft,figcaption,caption{color:var(--soft);font-size:.875rem}\
    caption{text-align:left;padding:.2rem 0}\
    code{font:.875em ui-monospace,monospace}\
    pre{background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:.6rem;\
    overflow-x:auto;margin:.5rem 0}\
    .state{display:inline-block;padding:.1rem .6rem;border-radius:1rem;border:1px solid;\
    font-weight:600}.good{color:var(--s3)}.bad{color:var(--limit)}.wait{color:var(--s1)}\
    dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.5rem;\
    margin:1rem 0}\
    dl div{background:var(--card);border:1px solid var(--rule);border-radius:6px;\
    padding:.45rem .6rem}dt{color:var(--soft);font-size:.8rem}\
    dd{margin:0;font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}\
    dd small{display:block;font-size:.75rem;font-weight:400;color:var(--soft)}\
    figure{margin:0;break-inside:avoid}\
    .table{overflow-x:auto}\
    table{border-collapse:collapse;width:100%;font-size:.875rem;\
    font-variant-numeric:tabular-nums}\
    th,td{text-align:left;vertical-align:top;padding:.3rem .9rem .3rem 0;\
    overflow-wrap:break-word;\
    border-bottom:1px solid var(--rule)}\
    th{color:var(--soft);font-weight:500}\
    .n{text-align:right;white-space:nowrap;overflow-wrap:normal}\
    th.n,td.t{white-space:nowrap;overflow-wrap:normal}.w{min-width:11rem}.x{min-width:7rem}\
    svg.chart{display:block;width:100%;height:auto;font:12px system-ui,sans-serif}\
    svg.narrow{display:none}\
    .tick,.unit{fill:var(--soft)}.mark{fill:var(--fg);paint-order:stroke;stroke:var(--bg);\
    stroke-width:3px;font-weight:600}\
    .grid{stroke:var(--rule)}.axis{stroke:var(--soft)}\
    .cut{stroke:var(--soft);stroke-dasharray:2 3}\
    .limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:7 4}\
    .quantile{stroke:var(--fg);stroke-dasharray:3 3}\
    .estimate{stroke:var(--s4);stroke-width:2;stroke-dasharray:7 4}\
    .line{fill:none;stroke:var(--c);stroke-width:2}.area{fill:var(--c);fill-opacity:.18}\
    .dashed{stroke-dasharray:6 3}.bar{fill:var(--c)}.outage{fill:var(--band);stroke:var(--limit);stroke-width:.5}\
    .event{fill:var(--s1)}.halt{fill:var(--limit)}\
    .s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}.s5{--c:var(--s5)}\
    .key{display:inline-block;white-space:nowrap;margin-right:1rem}\
    .key svg{width:1.6rem;height:.7rem;margin-right:.35rem}\
    @media (max-width:40rem){body{padding:.75rem}svg.wide{display:none}svg.narrow{display:block}\
    dl{grid-template-columns:1fr 1fr}.w{min-width:7.5rem}.x{min-width:6rem}}\
    @media print{:root{--bg:#fff;--fg:#000;--soft:#444;--rule:#ccc;--card:#fff;--s1:#0072b2;\
    --s2:#b35900;--s3:#00795a;--s4:#b0558b;--s5:#8a1c1c;--limit:#b3261e;--band:#f3dede}\
    body{max-width:none;padding:0;font-size:11pt;print-color-adjust:exact}\
    svg.wide{display:block}svg.narrow{display:none}h2{break-after:avoid}tr{break-inside:avoid}\
    .table{overflow:visible}pre{white-space:pre-wrap}}
    """
}
