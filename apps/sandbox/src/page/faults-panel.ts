import { isSpent, type PostedFault } from '../faults/fault-board.js';
import { html, type Html } from './html.js';
import type { PageFaults, PresetState } from './page-faults.js';

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

function stateOf(posted: PostedFault | undefined): string {
  if (!posted) return '';
  if (isSpent(posted)) return `has struck ${times(posted.hits)}`;
  return posted.hits === 0 ? 'on' : `on, struck ${times(posted.hits)}`;
}

const isOn = (posted: PostedFault | undefined): boolean => posted !== undefined && !isSpent(posted);

const button = (token: string, name: string, value: string, pressed: boolean, text: Html): Html =>
  html`<form method="post" action="/page/faults">
    <input type="hidden" name="token" value="${token}" />
    <button id="fault-${name}-${value}" name="${name}" value="${value}" aria-pressed="${pressed ? 'true' : 'false'}">
      ${text}
    </button>
  </form>`;

const presetButton = (token: string, { key, label, posted }: PresetState): Html =>
  button(token, 'toggle', key, isOn(posted), html`${label} <small>${stateOf(posted)}</small>`);

function describeOther({ fault }: PostedFault): string {
  const { system, kind, ...rest } = fault;
  return `${system} ${kind} ${JSON.stringify(rest)}`;
}

/**
 * What goes wrong, by a click.
 *
 * @param token proves that a click was made on this page: no other page can read it
 */
export function faultsPanel(faults: PageFaults, token: string): Html {
  const presets = faults.presets();
  const others = faults.others();
  const on = presets.filter(({ posted }) => isOn(posted)).length + others.length;
  return html`<details id="faults" class="faults" open>
    <summary>
      <h2>Faults</h2>
      <small>${on === 0 ? 'none is on' : `${on} on`}</small>
    </summary>
    <div class="buttons">${presets.map((one) => presetButton(token, one))}</div>
    ${
      others.length > 0 &&
      html`<h4>Ordered over the admin API, a click takes them back</h4>
        <div class="buttons">
          ${others.map((one) =>
            button(
              token,
              'remove',
              one.id,
              true,
              html`<code>${describeOther(one)}</code> <small>${stateOf(one)}</small>`,
            ),
          )}
        </div>`
    }
  </details>`;
}
