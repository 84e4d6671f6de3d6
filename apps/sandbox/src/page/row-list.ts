import { html, type Html, type Part } from './html.js';

/** One row: what is seen of it, and what it opens to. */
export interface Row {
  /** Unlike every other of its list, so that a row stays open when the page is refreshed. */
  readonly id: string;
  readonly cells: readonly Part[];
  readonly inside: Html;
}

interface RowList<Entry> {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly show: (entry: Entry) => Row;
}

const ROWS_PER_PAGE = 15;

function pageLink(id: string, query: URLSearchParams, page: number, text: string): Html {
  const target = new URLSearchParams(query);
  if (page === 1) target.delete(id);
  else target.set(id, String(page));
  return html`<a href="?${target.toString()}#${id}">${text}</a>`;
}

const cellsOf = (cells: readonly Part[]): Html[] => cells.map((cell) => html`<span>${cell}</span>`);

/** A list whose rows open, in pages: `query` says by the list's id which one is seen. */
export function rowList<Entry>(list: RowList<Entry>, query: URLSearchParams): Html {
  const { id, title, columns, entries, show } = list;
  const heading = html`<h3 id="${id}">${title} <small>${entries.length}</small></h3>`;
  if (entries.length === 0)
    return html`${heading}
      <p class="nothing">none yet</p>`;
  const pages = Math.ceil(entries.length / ROWS_PER_PAGE);
  const page = Math.min(pages, Math.max(1, Math.floor(Number(query.get(id) ?? '1')) || 1));
  const rows = entries.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE).map(show);
  const paging = html`<nav class="pages" aria-label="Pages of ${title}">
    ${page > 1 && pageLink(id, query, page - 1, 'newer')} <span>page ${page} of ${pages}</span> ${
      page < pages && pageLink(id, query, page + 1, 'older')
    }
  </nav>`;
  return html`${heading}
    <div class="rows ${id}">
      <div class="row head">${cellsOf(columns)}</div>
      ${rows.map(
        (row) =>
          html`<details id="${id}-${row.id}">
            <summary class="row">${cellsOf(row.cells)}</summary>
            <div class="inside">${row.inside}</div>
          </details>`,
      )}
    </div>
    ${pages > 1 && paging}`;
}
