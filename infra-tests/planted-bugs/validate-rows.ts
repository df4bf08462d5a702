// A process of its own, with or without a planted bug: runs one group of `validate`'s rows at its
// quick length, and says in JSON which of them differ.
import { twinParts } from '#twin/validation/twin-parts.ts';
import { networkGroups } from '#twin/validation/validate.ts';

const [name = ''] = process.argv.slice(2);
const group = networkGroups.find((one) => one.name === name);
if (group === undefined) throw new Error(`expected a group of rows called ${name}`);

const rows = group({ seed: 2007, parts: twinParts, scaled: (length) => length });
const differing = rows.filter(({ verdict }) => verdict === 'differs').map((row) => row.name);
process.stdout.write(JSON.stringify({ differing }));
