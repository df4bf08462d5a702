// What is said of a run that takes long, before it begins.

import { formatCount } from '#runner/sentences/human-numbers.ts';
import { cliCommand } from './cli-words.ts';
import { type LabInputs, nodesUnasked } from './inputs.ts';

/**
 * Seconds that both policies of August 2007 took side by side, at so many nodes, on two cores
 * beside other work: docs/lab.md. What more nodes take was not measured.
 */
const [measuredSeconds, measuredNodes] = [49, 100_000];

/** Of a shard under each policy, at 360 bytes a node: measured at a million nodes in Node. */
const shardsMb = (2 * 500_000 * 360) / 1e6;

/** What a reader should know before a run; null where it takes a few minutes at most. */
export function longRunWords(inputs: LabInputs): readonly string[] | null {
  const { nodes } = inputs;
  if (nodes <= nodesUnasked) return null;
  const minutes = Math.ceil((nodes / measuredNodes) * (measuredSeconds / 60));
  const times = formatCount(Math.round(nodes / measuredNodes));
  const [many, few] = [formatCount(nodes), formatCount(measuredNodes)];
  return [
    `${many} nodes take this page about ${formatCount(minutes)} minutes: ${times} times the ` +
      `${measuredSeconds} s that ${few} took in August 2007, on two cores. That is an estimate; ` +
      'so many were not measured. They are run shard after shard, half a million at a time, in ' +
      `some ${shardsMb} MB and what the charts keep; charts fill at the end.`,
    `The command line divides the shards among all cores: ${cliCommand(inputs)}`,
  ];
}
