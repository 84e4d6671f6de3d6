import type { CoupaCall } from '../coupa/coupa-door.js';
import type { CoupaStore } from '../coupa/coupa-store.js';
import type { M3Call } from '../m3/m3-calls.js';
import type { M3World } from '../m3/m3-world.js';
import { coupaCallsByDocument, m3StepsByDocument } from './calls-by-document.js';
import { coupaSide } from './coupa-side.js';
import { faultsPanel } from './faults-panel.js';
import { Html, html } from './html.js';
import { m3Side } from './m3-side.js';
import type { PageFaults } from './page-faults.js';
import { script } from './script.js';
import { style } from './style.js';

interface PageContent {
  readonly store: CoupaStore;
  readonly coupaCalls: readonly CoupaCall[];
  readonly m3: M3World;
  readonly m3Calls: readonly M3Call[];
  readonly faults: PageFaults;
  /** Goes with each click and each form. */
  readonly token: string;
  /** Which page of each list is seen. */
  readonly query: URLSearchParams;
  readonly now: Date;
}

/** Without a blank more: the page's security policy permits exactly these. */
const styleElement = new Html(`<style>${style}</style>`);
const scriptElement = new Html(`<script type="module">${script}</script>`);

/** What both systems hold, side by side and newest first, and what goes wrong in them. */
export function renderPage({ store, coupaCalls, m3, m3Calls, faults, token, query, now }: PageContent): string {
  const coupa = coupaSide({ store, calls: coupaCallsByDocument(coupaCalls), token, query, now });
  const inM3 = m3Side({ m3, steps: m3StepsByDocument(m3Calls), token, query, now });
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Sandbox: Coupa and M3</title>
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        ${styleElement}
      </head>
      <body>
        <header>
          <h1>Sandbox</h1>
          <p>
            What this Coupa and this M3 hold, newest first, times in UTC. A row opens to its lines, amounts and calls; a
            supplier is changed in its row. All of it is gone when the sandbox stops.
          </p>
          <label><input type="checkbox" id="refresh" checked /> refresh</label>
        </header>
        <main>
          ${faultsPanel(faults, token)}
          <div class="sides">
            <section aria-labelledby="coupa">
              <h2 id="coupa">Coupa</h2>
              ${coupa}
            </section>
            <section aria-labelledby="m3">
              <h2 id="m3">M3</h2>
              ${inM3}
            </section>
          </div>
        </main>
        ${scriptElement}
      </body>
    </html>`.text;
}
