// `rebootstorm doctor`: what a storm on a deployed stack needs, and what mends what is missing.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ForeignEndpointError, UnreadableEndpointError } from '#adapters/loopback.ts';
import { loopbackConnection } from '#adapters/loopback-connection.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { boundOfRequests } from '#runner/deployed/cost-bound.ts';
import {
  blockingFindings,
  type Examination,
  examine,
  examineAws,
  type Finding,
  noEngine,
  notAsked,
} from '#runner/deployed/examine.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateTarget } from '../stack/operate-stack.ts';
import { destinationOf } from '../stack/target-options.ts';
import type { DoctorOptions } from './doctor-options.ts';
import { formatExamination } from './format-examination.ts';

/** The machine that the command runs on; tests pass their own. */
export interface Machine {
  /** As `24.21.0`. */
  readonly nodeVersion: string;
  /** Where the command was called. */
  readonly folder: string;
}

/**
 * Examines this machine, the engine and the stack, and prints one table.
 * @returns the exit code
 */
export async function doctorCommand(
  options: DoctorOptions,
  environment: CommandEnvironment,
  machine: Machine,
): Promise<number> {
  const { stack, prices } = options;
  if (options.target === 'engine')
    return report(await atEngine(stack, environment.env), options, environment, machine);
  const bound = (book: PriceBook) => boundOfRequests({}, book);
  const errand = { what: 'examine it', stack, confirmedBy: 'account', prices, bound } as const;
  return operateTarget(destinationOf(options, errand), environment, async (connection) =>
    report(await examineAws(connection, stack), options, environment, machine),
  );
}

function report(
  { findings, gaps }: Examination,
  { stack, json }: DoctorOptions,
  { env, stdout }: CommandEnvironment,
  machine: Machine,
): number {
  const here = [node(machine), cdk(machine, env.PATH ?? '')];
  const examination = { findings: [...here, ...findings], gaps };
  const blocking = blockingFindings(examination);
  const found = { schemaVersion: 1, stack, canStorm: blocking.length === 0, ...examination };
  stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : formatExamination(examination));
  return blocking.length === 0 ? exitCodes.asExpected : exitCodes.unreachable;
}

/** An environment that leads elsewhere, or nowhere, is a finding and nothing is sent. */
async function atEngine(stack: string, env: NodeJS.ProcessEnv): Promise<Examination> {
  try {
    return await examine(loopbackConnection(env), stack);
  } catch (error) {
    if (!(error instanceof ForeignEndpointError || error instanceof UnreadableEndpointError))
      throw error;
    const mend = error instanceof ForeignEndpointError ? error.mend : undefined;
    return {
      findings: [noEngine(error.message, mend), ...notAsked('there is no engine to ask')],
      gaps: [],
    };
  }
}

/** The oldest that runs a release, as package.json says in `engines`. */
const nodeMin = [20, 11] as const;

function node({ nodeVersion }: Machine): Finding {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isEnough = major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1]);
  return {
    what: 'Node',
    state: isEnough ? 'good' : 'missing',
    found: `${nodeVersion}; ${nodeMin.join('.')} or later is needed, and Lambda runs 24`,
    mend: isEnough ? '' : 'nvm install 24',
    neededFor: 'a storm',
  };
}

/** The CDK is beside the project, or on the path. */
function cdk({ folder }: Machine, path: string): Finding {
  const one = { what: 'CDK', neededFor: 'a deploy' } as const;
  const local = join(folder, 'node_modules', 'aws-cdk', 'package.json');
  if (existsSync(local)) {
    const { version } = JSON.parse(readFileSync(local, 'utf8')) as { version: string };
    return { ...one, state: 'good', found: `${version}, installed here`, mend: '' };
  }
  const onPath = path.split(delimiter).find((place) => place && existsSync(join(place, 'cdk')));
  if (onPath !== undefined) return { ...one, state: 'good', found: join(onPath, 'cdk'), mend: '' };
  const found = 'not installed here; the stack is deployed from a checkout';
  return { ...one, state: 'missing', found, mend: 'npm ci' };
}
