import { html, type Html } from './html.js';

interface EditField {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What it can be, if it is one of a few. */
  readonly options?: readonly string[];
}

interface EditForm {
  /** Unlike every other on the page, so that what is being typed outlives a refresh. */
  readonly id: string;
  readonly action: string;
  /** Proves that it was sent from this page: no other page can read it. */
  readonly token: string;
  readonly fields: readonly EditField[];
  /** What can be ticked besides. */
  readonly ticks?: Html;
}

const control = ({ name, value, options }: EditField): Html =>
  options
    ? html`<select name="${name}">
        ${options.map((one) => html`<option${one === value && html` selected`}>${one}</option>`)}
      </select>`
    : html`<input name="${name}" value="${value}" autocomplete="off" />`;

/** A small form in an open row. What is wrong with what was sent appears in it. */
export const editForm = ({ id, action, token, fields, ticks }: EditForm): Html =>
  html`<form class="edit" id="${id}" method="post" action="${action}">
    <input type="hidden" name="token" value="${token}" />
    ${fields.map((field) => html`<label>${field.label} ${control(field)}</label>`)} ${ticks}
    <button>Save</button> <button type="reset">Undo</button> <output></output>
  </form>`;
