/** What the packages here need; an older Node ends in the middle of one of them, with a message that says nothing. */
const LEAST_NODE = [24, 11] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  console.error(
    `The sandbox needs Node ${LEAST_NODE.join('.')} or newer, this is ${process.version}.\n` +
      'On Linux x64, node apps/sandbox/start.mjs fetches one and starts the sandbox with it.',
  );
  process.exit(1);
}

await import('./run.js');
