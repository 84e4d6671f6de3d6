import { expect, it } from 'vitest';
import { renderCases } from './render-cases.mjs';

const page = `# Cases

- **P02** The same order comes twice. → [po-sync/old](../gone.spec.ts)
- **P01** An ordinary order.

- **D01** A day.
`;

const spec = (path, ...titles) => ({ path, text: titles.map((title) => `it('${title}', () => {});`).join('\n') });

it('lines are sorted within their section, each with the tests of its case', () => {
  const specs = [
    spec('apps/po-sync/src/domain/decide.spec.ts', 'P01: an issued order is created', 'P02: and once'),
    spec('packages/shared/src/date.int.spec.ts', 'D01, P01: a day'),
  ];
  expect(renderCases(page, specs)).toEqual({
    page: `# Cases

- **P01** An ordinary order. → [po-sync/decide](../apps/po-sync/src/domain/decide.spec.ts), [shared/date](../packages/shared/src/date.int.spec.ts)
- **P02** The same order comes twice. → [po-sync/decide](../apps/po-sync/src/domain/decide.spec.ts)

- **D01** A day. → [shared/date](../packages/shared/src/date.int.spec.ts)
`,
    problems: [],
  });
});

it('a case that only a title names, only the page names, or the page names twice is a problem', () => {
  const { problems } = renderCases(`${page}- **P01** Again.`, [
    spec('apps/po-sync/src/a.spec.ts', 'P01: one', 'P02: two', 'S04: renamed'),
  ]);
  expect(problems).toEqual([
    'S04 has no line in docs/cases.md, and a test in apps/po-sync/src/a.spec.ts.',
    'D01 has a line in docs/cases.md, and no test.',
    'P01 has two lines in docs/cases.md.',
  ]);
});
