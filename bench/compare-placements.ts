// What it costs to place a client, three ways: `node bench/compare-placements.ts [--clients 1000]`.
import { parseArgs } from 'node:util';
import { measureWay } from './measure-placement-ways.ts';
import { type PlacementWayName, placementWays } from './placement-ways.ts';

const { values } = parseArgs({ options: { clients: { type: 'string', default: '1000' } } });

const rows = [];
for (const batchSize of [1, 4, 10, 50]) {
  for (const way of Object.keys(placementWays) as PlacementWayName[])
    rows.push(await measureWay(way, batchSize, Number(values.clients)));
}
process.stdout.write(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
