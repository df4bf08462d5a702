// A thread that runs one seed after the other, so that a swarm uses every core.
import { workerData } from 'node:worker_threads';
import { answerOrders } from '../threads/answer-orders.ts';
import { drawSwarmCase } from './drawing/draw-swarm-case.ts';
import { runSwarmCase } from './run-swarm-case.ts';

const template = workerData as Record<string, unknown>;

answerOrders((seed: number) => runSwarmCase(drawSwarmCase(seed), template));
