import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ConsumerSettings, consumerLimits } from '#runner/consumer/consumer-settings.ts';
import { faultChoice, faultsOption } from '../fault-option.ts';
import { countUpTo, seedNumber, wholeNumber } from '../option-values.ts';
import { typedDurationMs } from '../time-units.ts';
import { type ConsumerSource, consumerSource } from './consumer-file.ts';
import { consumerNames } from './consumer-names.ts';

/** The options of the command `consumer`, checked. */
export type ConsumerOptions =
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: 'show'; readonly source: ConsumerSource }
  | {
      readonly action: 'try';
      /** At least one; each meets the same messages and faults. */
      readonly sources: readonly ConsumerSource[];
      readonly settings: ConsumerSettings;
      readonly json: boolean;
    };

/** The options as commander returns them. */
interface RawOptions {
  readonly messages: number;
  readonly poison: number;
  readonly drawAmounts: boolean;
  readonly rate?: number;
  readonly batchSize: number;
  readonly batchWindow: number;
  readonly concurrency: number;
  readonly timeout: number;
  readonly visibility?: number;
  readonly maxReceives: number;
  readonly reportFailures: boolean;
  readonly redriveAt?: number;
  readonly redriveRate: number;
  readonly conflicts: boolean;
  readonly accountConcurrency: number;
  readonly faults: ReturnType<typeof faultChoice>;
  readonly seed: number;
  readonly json: boolean;
}

/** Adds the command `consumer`, which calls `onConsumer` with checked options. */
export function addConsumerCommand(
  program: Command,
  onConsumer: (options: ConsumerOptions) => Promise<void>,
): void {
  const consumer = program
    .command('consumer')
    .description('a handler of SQS messages, tried on a queue of orders in the local cloud');
  consumer
    .command('list')
    .description('the consumers that ship')
    .option('--json', 'print the list as JSON on standard output', false)
    .action(({ json }: { json: boolean }) => onConsumer({ action: 'list', json }));
  consumer
    .command('show')
    .description('prints the code of one: rebootstorm consumer show adds > mine.mjs')
    .argument('<consumer>', consumerNames.join(', '), consumerSource)
    .action((source: ConsumerSource) => onConsumer({ action: 'show', source }));
  addTry(consumer, onConsumer);
}

function addTry(consumer: Command, onConsumer: (options: ConsumerOptions) => Promise<void>): void {
  const { messages, batchSize, concurrencyMax, receivesMax, redrivePerSecond } = consumerLimits;
  consumer
    .command('try')
    .description('sends orders to it, and compares what it counted with what was ordered')
    .argument(
      '<consumer...>',
      `of: ${consumerNames.join(', ')}; or files, such as ./mine.mjs`,
      (text: string, before: readonly ConsumerSource[] = []) => [...before, consumerSource(text)],
    )
    .option('--messages <count>', 'orders that are sent', countUpTo(messages, 'messages'), 100)
    .option('--poison <count>', 'messages among them that nobody can read', poison, 0)
    .option('--draw-amounts', 'amounts are drawn from the seed, not 1 to 7 in turn', false)
    .option(
      '--rate <count>',
      'messages a second; all at once if not given',
      countUpTo(messages, 'messages'),
    )
    .option('--batch-size <count>', 'of the mapping', countUpTo(batchSize, 'messages'), 10)
    .option('--batch-window <time>', 'for how long the mapping gathers', seconds(0, 300), 0)
    .option('--concurrency <count>', 'batches at one time', concurrency(concurrencyMax), 10)
    .option('--timeout <time>', 'of the function', seconds(1, 900), 10_000)
    .option(
      '--visibility <time>',
      'for how long a received message is hidden (default: six time-outs)',
      seconds(0, 43_200),
    )
    .option(
      '--max-receives <count>',
      'then it is a dead letter',
      countUpTo(receivesMax, 'receives'),
      5,
    )
    .option('--report-failures', 'the mapping has ReportBatchItemFailures', false)
    .option('--no-conflicts', 'transactions at the same item do not refuse each other')
    .option('--redrive-at <time>', 'when dead letters are sent back, once', seconds(1, 43_200))
    .option(
      '--redrive-rate <count>',
      'of them a second',
      countUpTo(redrivePerSecond, 'messages'),
      500,
    )
    .option(
      '--account-concurrency <count>',
      'invocations at one time that the account allows: 10 in a new one',
      countUpTo(1_000, 'invocations'),
      1_000,
    )
    .addOption(faultsOption(faultChoice('none')))
    .addOption(
      new Option('--seed <number>', 'of faults and latencies').argParser(seedNumber).default(2007),
    )
    .option('--json', 'print the result as JSON on standard output', false)
    .addHelpText('after', help)
    .action((sources: ConsumerSource[], raw: RawOptions) =>
      onConsumer({ action: 'try', sources, settings: settingsOf(raw), json: raw.json }),
    );
}

/** The rule of AWS: six times the function's time-out, and the batch window. */
function usualVisibilityMs({ timeout, batchWindow }: RawOptions): number {
  return Math.min(consumerLimits.visibilityMs, 6 * timeout + batchWindow);
}

function settingsOf(raw: RawOptions): ConsumerSettings {
  return {
    messages: raw.messages,
    poison: raw.poison,
    drawsAmounts: raw.drawAmounts,
    ratePerSecond: raw.rate ?? null,
    batchSize: raw.batchSize,
    batchWindowMs: raw.batchWindow,
    concurrencyMax: raw.concurrency,
    timeoutMs: raw.timeout,
    visibilityMs: raw.visibility ?? usualVisibilityMs(raw),
    receivesMax: raw.maxReceives,
    reportsFailures: raw.reportFailures,
    redriveAtMs: raw.redriveAt ?? null,
    redrivePerSecond: raw.redriveRate,
    conflicts: raw.conflicts,
    accountConcurrency: raw.accountConcurrency,
    faults: raw.faults.plan,
    seed: raw.seed,
  };
}

/** A parser of whole seconds with a unit, as ms: SQS and Lambda know no smaller ones. */
function seconds(min: number, max: number): (text: string) => number {
  return (text) => {
    const ms = typedDurationMs(text);
    if (ms !== undefined && ms % 1000 === 0 && ms >= min * 1000 && ms <= max * 1000) return ms;
    throw new InvalidArgumentError(
      `It takes whole seconds from ${min} to ${max}, with a unit: 30s, 2min.`,
    );
  };
}

function poison(text: string): number {
  return text === '0' ? 0 : countUpTo(consumerLimits.messages, 'messages')(text);
}

function concurrency(most: number): (text: string) => number {
  return (text) => {
    const count = wholeNumber(text, `It takes 2 to ${most.toLocaleString('en-US')}, as on AWS.`);
    if (count >= 2 && count <= most) return count;
    throw new InvalidArgumentError(`It takes 2 to ${most.toLocaleString('en-US')}, as on AWS.`);
  };
}

const help = `
A consumer is a module that exports one function, 'consumer'. It gets dynamodb, tableName, sleep,
nowMs and random, and returns a handler as on Lambda. It adds each order's amount to items of the
table whose key begins with 'total'.

Exit codes: 0 every order is counted once, 1 not so, 2 messages were still there after 12 hours,
  64 usage, a file that is no consumer, or a mapping that AWS refuses`;
