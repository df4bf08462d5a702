// How fast `rebootstorm local` answers over HTTP: `node bench/local-endpoint.ts [--save]`.
// What the numbers mean stands in README.md beside this file.
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startEndpoint } from './endpoint-process.ts';
import { environment, saveEntry } from './environment.ts';
import { measureEndpoint } from './measure-endpoint.ts';
import { type Figure, measureRounds } from './measurement.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '5' },
    save: { type: 'boolean', default: false },
  },
});

const loadBefore = loadavg()[0] ?? Number.NaN;
const local = await startEndpoint();
const measure = () => measureEndpoint(local.endpoint, Number(values.messages));
const figures: Figure[] = [];
try {
  figures.push(await measureRounds(Number(values.rounds), measure));
} finally {
  await local.stop();
}
const entry = { bench: 'local-endpoint', ...environment(), loadBefore, figures };
process.stdout.write(`${JSON.stringify(entry, null, 2)}\n`);
if (values.save) saveEntry(entry);
