import { html, type Html } from './html.js';

/** A time in UTC, as short as it can be told: without its day where that is today. The whole stands in its title. */
export function shortTime(time: string, now: Date): Html {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return html`${time}`;
  const iso = date.toISOString();
  const [day = '', clock = ''] = [iso.slice(5, 10), iso.slice(11, 19)];
  const text = iso.slice(0, 10) === now.toISOString().slice(0, 10) ? clock : `${day} ${clock.slice(0, 5)}`;
  return html`<time datetime="${iso}" title="${iso}">${text}</time>`;
}
