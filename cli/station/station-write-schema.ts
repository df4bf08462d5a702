// Writes the published schema of station files anew: `npx node
// cli/station/station-write-schema.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { stationJsonSchema } from './station-schema.ts';

writeFileSync(
  join(process.cwd(), 'docs', 'schemas', 'station.schema.json'),
  stableJson(stationJsonSchema()),
);
