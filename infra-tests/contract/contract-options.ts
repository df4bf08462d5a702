// What the command line of the suite asks for.

import { parseArgs } from 'node:util';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import type { ContractService } from './contract-case.ts';

/** A run by hand: engines by name, or one endpoint; only some cases, if wanted. */
export type ContractOptions = {
  readonly engines: readonly string[];
  readonly endpoint?: string;
  readonly services: readonly ContractService[];
  /** Only cases whose title has this text. */
  readonly titled: string;
  /** Record what came of it. */
  readonly update: boolean;
};

/** The command line cannot be understood; the message says what would be. */
export class ContractUsageError extends Error {
  override readonly name = 'ContractUsageError';
}

/** How to call it. */
export const CONTRACT_USAGE =
  'npm run contract -- [--engine NAME]... [--endpoint http://127.0.0.1:PORT] [--service NAME]... ' +
  '[--case TEXT] [--update]';

/**
 * Reads the arguments. Without `--engine` and `--endpoint` the local cloud is meant.
 * @throws {ContractUsageError} an unknown option, engine or service, or two that exclude each other
 */
export function readContractOptions(
  args: readonly string[],
  knownEngines: readonly string[],
): ContractOptions {
  const { engine = [], endpoint, service = [], case: titled = '', update = false } = parse(args);
  const services = service.map((name) => oneOf('service', name, SERVICES));
  const engines = engine.map((name) => oneOf('engine', name, knownEngines));
  if (endpoint !== undefined && engines.length > 0)
    throw new ContractUsageError('--endpoint and --engine exclude each other; give one of them');
  if (update && (endpoint !== undefined || titled !== '' || services.length > 0))
    throw new ContractUsageError(
      '--update records whole runs of known engines: give --engine alone',
    );
  return {
    engines: endpoint === undefined && engines.length === 0 ? ['local-cloud'] : engines,
    ...(endpoint === undefined ? {} : { endpoint }),
    services: services.length === 0 ? SERVICES : services,
    titled,
    update,
  };
}

const SERVICES: readonly ContractService[] = ['sqs', 'dynamodb', 'states', 'mapping'];

const OPTIONS = {
  engine: { type: 'string', multiple: true },
  endpoint: { type: 'string' },
  service: { type: 'string', multiple: true },
  case: { type: 'string' },
  update: { type: 'boolean' },
} as const;

function parse(args: readonly string[]) {
  for (const arg of args) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined) oneOf('option', name, Object.keys(OPTIONS));
  }
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new ContractUsageError(`${(error as Error).message}; usage: ${CONTRACT_USAGE}`);
  }
}

function oneOf<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === given);
  if (found !== undefined) return found;
  throw new ContractUsageError(`unknown ${what} '${given}'. ${didYouMean(given, known)}`);
}
