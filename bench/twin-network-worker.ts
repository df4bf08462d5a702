// A thread of the network bench: runs the stacks that it is told to, one at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { runStack } from '#twin/network/run-stack.ts';
import { stacksOf } from '#twin/network/stacks.ts';
import { type NetworkWork, networkOptions } from './twin-network-work.ts';

const options = networkOptions(workerData as NetworkWork);
const stacks = stacksOf(options);

parentPort?.on('message', (index: number) => {
  const stack = stacks[index];
  if (stack === undefined) throw new Error(`expected a stack ${index}`);
  parentPort?.postMessage(runStack(options, stack));
});
