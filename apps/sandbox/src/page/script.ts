/**
 * Runs in the reader's browser. The page is whole without it: it shows the newest state every two seconds, with the
 * rows open that were open and the forms edited that were being edited, makes a click on a fault stay where it is, and
 * shows in a form what was wrong with it.
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
    for (const form of document.querySelectorAll('form[data-edited]')) {
      next.querySelector('#' + CSS.escape(form.id))?.replaceWith(form);
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
  const isReading = document.getSelection()?.toString() || document.activeElement?.closest('form.edit');
  if (refresh.checked && !document.hidden && !isReading) void show();
}, 2000);
document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  const answer = await fetch(event.target.action, { method: 'POST', body, redirect: 'manual' });
  const output = event.target.querySelector('output');
  if (output && answer.type !== 'opaqueredirect') {
    output.textContent = (await answer.json()).error;
    return;
  }
  delete event.target.dataset.edited;
  await show();
});
document.addEventListener('input', ({ target }) => {
  const form = target.closest('form.edit');
  if (form) form.dataset.edited = '';
});
document.addEventListener('reset', ({ target }) => {
  delete target.dataset.edited;
  target.querySelector('output').textContent = '';
});
`;
