// The text of a scenario to begin with.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { asPath } from '../starts/start-file.ts';

/** Where a scenario's file finds its schema below an installed package. */
export const installedSchema = 'node_modules/rebootstorm/docs/schemas/scenario.schema.json';
const schemaPlaces = [installedSchema, 'docs/schemas/scenario.schema.json'];

/**
 * A scenario that changes one thing of another one: registrations live half as long. It runs as it
 * is.
 * @param path where the file goes
 * @param schema where its schema is, seen from there; null: nowhere
 */
export function scenarioStart(
  base: Scenario,
  name: string,
  path: string,
  schema: string | null = schemaBeside(path),
): string {
  const title = `${base.title}, with leases half as long`;
  const leaseMs = Math.round(base.timings.leaseMs / 2);
  if (path.endsWith('.json')) {
    const $schema = schema === null ? {} : { $schema: `./${schema}` };
    const file = { ...$schema, extends: base.name, name, title, timings: { leaseMs } };
    return `${JSON.stringify(file, null, 2)}\n`;
  }
  const { imported, declared } = /\.m?ts$/.test(path) ? inTypeScript : inJavaScript;
  return `// A scenario of your own. Run it, then change it:
//   rebootstorm run ${asPath(path)}
// All fields, with units, ranges and values: rebootstorm scenario fields ${base.name}
//
// For an editor that knows the types, install the package beside this file:
//   npm install --save-dev rebootstorm
${imported}
${declared} = {
  // What is not said here is as in this scenario. Objects are merged, lists are replaced.
  extends: '${base.name}',

  // Run folders are called by it: a-z, 0-9 and hyphens.
  name: '${name}',
  title: '${title}',

  timings: {
    // A supernode's registration counts for this long after its last renewal. A registration of a
    // supernode that restarted is a ghost until then. ${base.name} has this value:
    // ${formatDuration(base.timings.leaseMs)}.
    leaseMs: ${String(leaseMs).replace(/\B(?=(\d{3})+$)/g, '_')},
  },
};
`;
}

function schemaBeside(path: string): string | null {
  return schemaPlaces.find((place) => existsSync(join(dirname(path), place))) ?? null;
}

const inTypeScript = {
  imported: "import type { Scenario } from 'rebootstorm/scenario';\n",
  declared: 'export const scenario: Scenario',
};

const inJavaScript = {
  imported: '',
  declared: "/** @type {import('rebootstorm/scenario').Scenario} */\nexport const scenario",
};
