import { html, type Html } from './html.js';

/** How something stands. The text says it too: nobody has to tell colours apart. */
export type Standing = 'good' | 'open' | 'bad' | 'still';

export const mark = (standing: Standing, text: string): Html => html`<span class="mark ${standing}">${text}</span>`;
