// Writes openapi.json from what the console checks its requests with. The console must be built.
import { writeFileSync } from 'node:fs';
import { describeApi } from './dist/describe-api.js';

writeFileSync(new URL('openapi.json', import.meta.url), `${JSON.stringify(describeApi(), null, 2)}\n`);
