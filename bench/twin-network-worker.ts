// A thread of the network bench: runs the shards that it is notified to, one at a time.
import { workerData } from 'node:worker_threads';
import { answerOrders } from '#runner/threads/answer-orders.ts';
import { runShard } from '#twin/network/run-shard.ts';
import { shardsOf } from '#twin/network/shards.ts';
import { type NetworkWork, networkOptions } from './twin-network-work.ts';

const options = networkOptions(workerData as NetworkWork);
const shards = shardsOf(options);

answerOrders((index: number) => {
  const shard = shards[index];
  if (shard === undefined) throw new Error(`expected a shard ${index}`);
  return runShard(options, shard);
});
