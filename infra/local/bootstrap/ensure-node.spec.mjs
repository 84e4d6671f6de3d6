import { expect, it } from 'vitest';
import { nodeDecision } from './ensure-node.mjs';

const decide = (version, platform = 'linux', arch = 'x64') => nodeDecision({ version, platform, arch }).kind;

it.each(['v24.11.0', 'v24.21.3', 'v25.0.0', 'v100.0.0'])('%s goes on as it is', (version) => {
  expect(decide(version)).toBe('go-on');
  expect(decide(version, 'darwin', 'arm64')).toBe('go-on');
});

it.each(['v18.19.0', 'v20.20.2', 'v24.10.9', 'v24.0.0'])(
  '%s fetches a newer one where there is one to fetch',
  (version) => {
    expect(decide(version)).toBe('fetch');
  },
);

it.each([
  ['darwin', 'arm64'],
  ['linux', 'arm64'],
  ['win32', 'x64'],
])('on %s %s an old one says what is needed', (platform, arch) => {
  expect(nodeDecision({ version: 'v20.0.0', platform, arch })).toEqual({
    kind: 'refuse',
    message: expect.stringContaining('needs Node 24.11 or newer; this is v20.0.0'),
  });
});
