import { buildNetwork, drawPlan } from '#testing/twin/drawn-network.ts';
import { countNodes } from './node-counts.ts';
import { StoredItems } from './stored-items.ts';

test.each([1, 2, 3, 4, 5])('AWS bills 100 bytes of each item and index entry, seed %i', (seed) => {
  const network = buildNetwork(drawPlan(seed));
  const { cells, startMs, meters } = network;
  const { bytes } = meters;
  let itemCount = 2; // the run and its storm
  let contentBytes = bytes.run + bytes.storm;
  for (const cell of cells) {
    const { knownCount, registrations, renewedCount, candidateCount, homedCandidateCount } = cell;
    itemCount += 1 + knownCount + registrations.length + candidateCount;
    contentBytes += 230; // the cell's own row
    contentBytes += bytes.ofNodes(countNodes(network, cell));
    contentBytes += bytes.ofRegistrations(registrations.length, renewedCount);
    contentBytes += bytes.ofCandidates(candidateCount, homedCandidateCount);
  }
  expect(new StoredItems(network).bytesAt(startMs)).toBeCloseTo(contentBytes + 100 * itemCount, 6);
});
