// Writes the published schema of scenario files anew: `npx node cli/scenario-file/write-schema.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { scenarioJsonSchema } from './scenario-schema.ts';

writeFileSync(
  join(process.cwd(), 'docs', 'schemas', 'scenario.schema.json'),
  stableJson(scenarioJsonSchema()),
);
