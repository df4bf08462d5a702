// `rebootstorm consumer`: what a handler of SQS messages makes of duplicates, crashes and poison.
import { readFileSync } from 'node:fs';
import { type ConsumerResult, tryConsumer } from '#runner/consumer/try-consumer.ts';
import { exitCodes } from '../exit-codes.ts';
import { consumerPath, loadConsumer } from './consumer-file.ts';
import { consumerNames } from './consumer-names.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { formatConsumers, type TriedConsumer } from './format-consumer.ts';

/** What the command needs. */
export interface ConsumerEnvironment {
  readonly stdout: Pick<NodeJS.WritableStream, 'write'>;
  /** The folder `examples` of this program. */
  readonly examples: string;
}

/**
 * Lists, shows or tries consumers.
 * @returns the exit code
 * @throws {ConsumerError} a file is no consumer, or AWS would refuse its mapping
 */
export async function consumerCommand(
  options: ConsumerOptions,
  { stdout, examples }: ConsumerEnvironment,
): Promise<number> {
  if (options.action === 'list') {
    stdout.write(listed(options.json, examples));
    return exitCodes.asExpected;
  }
  if (options.action === 'show') {
    stdout.write(readFileSync(consumerPath(options.source, examples), 'utf8'));
    return exitCodes.asExpected;
  }
  const tried: TriedConsumer[] = [];
  for (const source of options.sources) {
    const path = consumerPath(source, examples);
    const consumer = await loadConsumer(path);
    const result = await tryConsumer(consumer, source.name, options.settings);
    tried.push({ name: source.name, result });
  }
  stdout.write(options.json ? inJson(tried) : formatConsumers(tried));
  return exitCode(tried.map(({ result }) => result));
}

function inJson(tried: readonly TriedConsumer[]): string {
  const consumers = tried.map(({ name, result }) => ({ name, ...result }));
  return `${JSON.stringify({ schemaVersion: 1, consumers }, null, 2)}\n`;
}

function exitCode(results: readonly ConsumerResult[]): number {
  const isRight = ({ off, deadOrders }: ConsumerResult) => off === 0 && deadOrders === 0;
  if (results.some(({ doneMs }) => doneMs === null)) return exitCodes.unknown;
  return results.every(isRight) ? exitCodes.asExpected : exitCodes.notAsExpected;
}

/** The first line of each file says what it does. */
function listed(json: boolean, examples: string): string {
  const consumers = consumerNames.map((name) => {
    const text = readFileSync(consumerPath({ name, path: null }, examples), 'utf8');
    return { name, does: /^\/\/ (.*)/.exec(text)?.[1] ?? '' };
  });
  if (json) return `${JSON.stringify({ schemaVersion: 1, consumers }, null, 2)}\n`;
  return consumers.map(({ name, does }) => `${name}\n  ${does}\n`).join('');
}
