import { expect, it } from 'vitest';
import { html } from './html.js';

it('what is put into a template is text, whatever it looks like', () => {
  const hostile = `<img src=x onerror="alert('1')">&amp;`;
  expect(html`<b title="${hostile}">${hostile}</b>`.text).toBe(
    '<b title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;</b>',
  );
});

it('templates and lists of them go into one another, and nothing is shown for nothing', () => {
  const items = ['<', 2].map((one) => html`<li>${one}</li>`);
  expect(
    html`<ul>
      ${items}
    </ul>`.text.replaceAll(/\s+/g, ''),
  ).toBe('<ul><li>&lt;</li><li>2</li></ul>');
  expect(html`<p>${null}${undefined}${false}</p>`.text).toBe('<p></p>');
});
