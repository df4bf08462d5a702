// A thread of the network bench: runs the stacks that it is told to, one at a time.
import { workerData } from 'node:worker_threads';
import { answerOrders } from '#runner/threads/answer-orders.ts';
import { runStack } from '#twin/network/run-stack.ts';
import { stacksOf } from '#twin/network/stacks.ts';
import { type NetworkWork, networkOptions } from './twin-network-work.ts';

const options = networkOptions(workerData as NetworkWork);
const stacks = stacksOf(options);

answerOrders((index: number) => {
  const stack = stacks[index];
  if (stack === undefined) throw new Error(`expected a stack ${index}`);
  return runStack(options, stack);
});
