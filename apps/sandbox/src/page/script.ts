/**
 * Runs in the reader's browser. The page is whole without it: it shows the newest state every two seconds, with the
 * rows open that were open, and makes a click on a fault stay where it is.
 */
export const script = `
const refresh = document.getElementById('refresh');
let busy = false;
async function show() {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(location.href, { cache: 'no-store' });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    const focused = document.activeElement?.closest('[id]')?.id;
    for (const { id, open } of document.querySelectorAll('details')) {
      const row = next.querySelector('#' + CSS.escape(id));
      if (row) row.open = open;
    }
    document.querySelector('main').replaceWith(next);
    if (focused) {
      const element = document.getElementById(focused);
      (element?.matches('details') ? element.querySelector('summary') : element)?.focus({ preventScroll: true });
    }
  } catch {
    // The sandbox is away: what was seen last stays.
  } finally {
    busy = false;
  }
}
setInterval(() => {
  const isReading = document.getSelection()?.toString();
  if (refresh.checked && !document.hidden && !isReading) void show();
}, 2000);
document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  await fetch(event.target.action, { method: 'POST', body, redirect: 'manual' });
  await show();
});
`;
