import { html, type Html, type Part } from './html.js';

/** A table inside an open row; columns named with a trailing # hold numbers. */
export function innerTable(title: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Html {
  if (rows.length === 0)
    return html`<h4>${title}</h4>
      <p class="nothing">none</p>`;
  const isNumber = columns.map((name) => name.endsWith('#'));
  const kind = (index: number): string => (isNumber[index] ? 'number' : '');
  return html`<h4>${title}</h4>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((name, index) => html`<th scope="col" class="${kind(index)}">${name.replace('#', '')}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell, index) => html`<td class="${kind(index)}">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
