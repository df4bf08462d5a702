// What the command line of the suite asks for.

import { parseArgs } from 'node:util';
import { InvalidArgumentError } from 'commander';
import { dollars } from '#cli/max-cost-option.ts';
import { namedPrices } from '#cli/price-options.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import type { AwsOptions } from './aws/aws-engine.ts';
import type { ContractService } from './contract-case.ts';
import type { AskedCases } from './recorded-run.ts';

/** A run by hand: engines by name, one endpoint, or AWS itself; only some cases, if wanted. */
export type ContractOptions = AskedCases & {
  readonly engines: readonly string[];
  readonly endpoint?: string;
  /** AWS itself is asked, if it is confirmed. */
  readonly aws?: AwsOptions;
  /** Record what came of it as known differences. */
  readonly update: boolean;
  /** Write every answer to this file. */
  readonly record?: string;
  /** Ask nobody: judge the answers of this file. */
  readonly recorded?: string;
};

/** The command line cannot be understood; the message says what would be. */
export class ContractUsageError extends Error {
  override readonly name = 'ContractUsageError';
}

/** How to call it. */
export const CONTRACT_USAGE =
  'npm run contract -- [--engine NAME]... [--endpoint http://127.0.0.1:PORT] [--service NAME]... ' +
  '[--case TEXT] [--update] [--record FILE] | --target aws [--yes --max-cost DOLLARS] ' +
  '[--prices REGION] | --recorded FILE';

/**
 * Reads the arguments. Without `--engine`, `--endpoint` and `--target` the local cloud is meant.
 * @throws {ContractUsageError} an unknown option, engine or service, or two that exclude each other
 */
export function readContractOptions(
  args: readonly string[],
  knownEngines: readonly string[],
): ContractOptions {
  const given = parse(args);
  const { engine = [], endpoint, service = [], update = false, record, recorded } = given;
  const services = service.map((name) => oneOf('service', name, SERVICES));
  const engines = engine.map((name) => oneOf('engine', name, knownEngines));
  refuseTogether(given);
  if (update && (engines.length === 0 || given.case !== undefined || services.length > 0))
    throw new ContractUsageError(
      '--update records whole runs of known engines: give --engine alone',
    );
  if (record !== undefined && engines.length > 1)
    throw new ContractUsageError('--record takes the answers of one engine');
  const aws = awsOptions(given);
  const isLocal = endpoint === undefined && aws === undefined && engines.length === 0;
  return {
    engines: isLocal ? ['local-cloud'] : engines,
    services: services.length === 0 ? SERVICES : services,
    titled: given.case ?? '',
    update,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(aws === undefined ? {} : { aws }),
    ...(record === undefined ? {} : { record }),
    ...(recorded === undefined ? {} : { recorded }),
  };
}

type Given = ReturnType<typeof parse>;

/** What may not be given together, each way with the reason. */
function refuseTogether(given: Given): void {
  const places = (['endpoint', 'engine', 'target'] as const).filter(
    (name) => given[name] !== undefined,
  );
  if (places.length > 1)
    throw new ContractUsageError(
      `--${places[0]} and --${places[1]} exclude each other; give one of them`,
    );
  const other = Object.keys(given).find((name) => name !== 'recorded');
  if (given.recorded !== undefined && other !== undefined)
    throw new ContractUsageError(
      `--recorded judges what a file has and asks nobody: give it without --${other}`,
    );
}

/** Undefined: AWS is not asked. */
function awsOptions(given: Given): AwsOptions | undefined {
  const { target, yes = false, prices } = given;
  const ofAws = (['yes', 'max-cost', 'prices'] as const).find((name) => given[name] !== undefined);
  if (target === undefined) {
    if (ofAws === undefined) return undefined;
    throw new ContractUsageError(`--${ofAws} is for --target aws alone: an engine costs nothing`);
  }
  oneOf('target', target, ['aws']);
  const maxCost = given['max-cost'];
  if (yes && maxCost === undefined)
    throw new ContractUsageError(
      '--yes needs --max-cost, such as --max-cost 2.00: nobody is asked',
    );
  return {
    yes,
    maxCost: maxCost === undefined ? undefined : readValue('max-cost', maxCost, dollars),
    prices: prices === undefined ? undefined : readValue('prices', prices, namedPrices),
  };
}

function readValue<Value>(name: string, text: string, read: (text: string) => Value): Value {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new ContractUsageError(`--${name} ${text}: ${error.message}`);
  }
}

const SERVICES: readonly ContractService[] = ['sqs', 'dynamodb', 'states', 'mapping'];

const OPTIONS = {
  engine: { type: 'string', multiple: true },
  endpoint: { type: 'string' },
  service: { type: 'string', multiple: true },
  case: { type: 'string' },
  update: { type: 'boolean' },
  record: { type: 'string' },
  recorded: { type: 'string' },
  target: { type: 'string' },
  yes: { type: 'boolean' },
  'max-cost': { type: 'string' },
  prices: { type: 'string' },
} as const;

function parse(args: readonly string[]) {
  const names = args.flatMap((arg) => /^--([^=]+)/.exec(arg)?.[1] ?? []);
  for (const name of names) oneOf('option', name, Object.keys(OPTIONS));
  const twice = names.find((name, index) => names.indexOf(name) < index && !isRepeatable(name));
  if (twice !== undefined) throw new ContractUsageError(`--${twice} is given twice`);
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new ContractUsageError(`${(error as Error).message}; usage: ${CONTRACT_USAGE}`);
  }
}

function isRepeatable(name: string): boolean {
  return name === 'engine' || name === 'service';
}

function oneOf<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === given);
  if (found !== undefined) return found;
  throw new ContractUsageError(`unknown ${what} '${given}'. ${didYouMean(given, known)}`);
}
