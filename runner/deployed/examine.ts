// Examines whether a stack can be deployed and stormed at an endpoint: what is there, what is
// missing, and what mends it.
import { readAccountId, readBootstrapVersion, readConcurrency } from '#adapters/account/account.ts';
import { foreignAnswer } from '#adapters/account/aws-answers.ts';
import { type EngineKind, readEngineKind } from '#adapters/account/engine-kind.ts';
import { ForeignEndpointError } from '#adapters/loopback.ts';
import type { LoopbackConnection } from '#adapters/loopback-connection.ts';
import type { OperatorConnection, Target } from '#adapters/operator-connection.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { deployWith, NoStackError, readStackOutputs } from '#adapters/stack/stack-outputs.ts';
import { isUnknownOperation } from '#adapters/unknown-operation.ts';
import { concurrencyMin } from '#domain/limits.ts';
import { queuesOf } from '#domain/stack/queue-limits.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { knownGaps } from './known-gaps.ts';

/**
 * How one thing stands: `weak` may be too little, `unknown` could not be asked and stops nobody.
 */
export type FindingState = 'good' | 'weak' | 'missing' | 'unknown';

/** One thing that was examined. */
export interface Finding {
  /** As `bootstrap`. */
  readonly what: string;
  readonly state: FindingState;
  readonly found: string;
  /** The one command that mends it; empty where nothing is to be mended. */
  readonly mend: string;
  /** What fails without it. */
  readonly neededFor: 'a storm' | 'a deploy';
}

/** Everything that was examined. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** What the engine is known not to do, one sentence each. */
  readonly gaps: readonly string[];
}

/** What would make a storm fail. */
export function blockingFindings({ findings }: Examination): Finding[] {
  return findings.filter((one) => one.state === 'missing' && one.neededFor === 'a storm');
}

/** What fails without it, by its name. */
const neededFor = {
  engine: 'a storm',
  credentials: 'a storm',
  bootstrap: 'a deploy',
  'Lambda concurrency': 'a storm',
  stack: 'a storm',
} as const;

type Examined = keyof typeof neededFor;

/** Examines the engine, its account and the stack on it. */
export async function examine(
  connection: LoopbackConnection,
  stackName: string,
): Promise<Examination> {
  return examineEngine(connection, await readEngineKind(connection.at), stackName);
}

/** @param kind what answers there; undefined: nobody does */
async function examineEngine(
  connection: LoopbackConnection,
  kind: EngineKind | undefined,
  stackName: string,
): Promise<Examination> {
  const { endpoint } = connection.at;
  if (kind === undefined)
    return {
      findings: [
        finding('engine', 'missing', `nobody answers at ${endpoint}`, howToStart(endpoint)),
        ...notAsked('nobody answers'),
      ],
      gaps: [],
    };
  const foreign = kind.name === 'other' ? await foreignAnswer({ connection }) : undefined;
  if (foreign !== undefined)
    return {
      findings: [
        noEngine(`what answers at ${endpoint} is no engine: ${foreign}`),
        ...notAsked('no engine answers'),
      ],
      gaps: [],
    };
  const version = kind.version === null ? '' : ` ${kind.version}`;
  const name = kind.name === 'other' ? 'an engine that does not say which' : kind.name;
  return {
    findings: [
      finding('engine', 'good', `${name}${version} at ${endpoint}`),
      ...(await examineAccount(connection, stackName)),
    ],
    gaps: knownGaps[kind.name],
  };
}

/**
 * Why a deploy to an engine would fail, with what mends it, as far as a few questions tell.
 * @returns undefined where nothing is seen that would stop it
 */
export async function deployHindrance(
  connection: LoopbackConnection,
  stackName: string,
): Promise<string | undefined> {
  const { endpoint } = connection.at;
  const kind = await readEngineKind(connection.at);
  if (kind?.name === 'rebootstorm local')
    return (
      `${endpoint} is rebootstorm local, where a stack stands from the start and none is ` +
      'deployed; storm it: npx rebootstorm storm'
    );
  const { findings } = await examineEngine(connection, kind, stackName);
  const missing = findings.find(
    ({ what, state }) => state === 'missing' && (what === 'engine' || what === 'bootstrap'),
  );
  return missing && `${missing.found}; ${missing.mend}`;
}

/** Examines an account of AWS itself, and the stack in it. */
export async function examineAws(
  connection: OperatorConnection,
  stackName: string,
): Promise<Examination> {
  const place = `${connection.place}, ${connection.region}`;
  const findings = await examineAccount(connection, stackName);
  return { findings: [finding('engine', 'good', place), ...findings], gaps: [] };
}

async function examineAccount(
  connection: OperatorConnection,
  stackName: string,
): Promise<Finding[]> {
  const { region, target } = connection;
  const ask = (what: Examined, mend: string, question: () => Promise<Finding>) =>
    asked(what, mend, target, question);
  let id: string | undefined;
  const account = await ask('credentials', howToSignIn[target], async () => {
    id = await readAccountId({ connection });
    return finding('credentials', 'good', `account ${id}, region ${region}`);
  });
  return [
    account,
    await ask('bootstrap', '', () => bootstrap(connection, id)),
    await ask('Lambda concurrency', '', () => concurrency(connection)),
    await stack(connection, stackName),
  ];
}

/** What is examined at an engine, where no engine could be asked. */
export function notAsked(because: string): Finding[] {
  return (['credentials', 'bootstrap', 'Lambda concurrency', 'stack'] as const).map((what) =>
    finding(what, 'unknown', `not asked: ${because}`),
  );
}

/**
 * The one finding where no engine on this machine can be asked.
 * @param mend the one command that mends it
 */
export function noEngine(
  because: string,
  mend = 'export AWS_ENDPOINT_URL=http://localhost:4566',
): Finding {
  return finding('engine', 'missing', because, mend);
}

/** The template's own rule asks for this (aws-cdk-lib, MIN_BOOTSTRAP_STACK_VERSION). */
const bootstrapVersionMin = 6;

async function bootstrap(connection: OperatorConnection, account = 'ACCOUNT'): Promise<Finding> {
  const version = await readBootstrapVersion({ connection });
  const mend = `npx cdk bootstrap aws://${account}/${connection.region}`;
  if (version === undefined) return finding('bootstrap', 'missing', 'not bootstrapped', mend);
  const found = `version ${version}, ${bootstrapVersionMin} or later is needed`;
  return version >= bootstrapVersionMin
    ? finding('bootstrap', 'good', found)
    : finding('bootstrap', 'missing', found, mend);
}

/** AWS's quota "Concurrent executions" (Service Quotas, service code `lambda`). */
const askForMore =
  'aws service-quotas request-service-quota-increase --service-code lambda ' +
  '--quota-code L-B99A9384 --desired-value 1000';

async function concurrency(connection: OperatorConnection): Promise<Finding> {
  const limit = await readConcurrency({ connection });
  if (limit === undefined) return finding('Lambda concurrency', 'unknown', 'the engine says none');
  const queues = Object.values(queuesOf(usualConfiguration));
  const wanted = queues.reduce((sum, { concurrencyMax }) => sum + concurrencyMax, 0);
  const found = `${limit} at once; the queues of a usual stack ask for up to ${wanted}`;
  if (limit >= wanted) return finding('Lambda concurrency', 'good', found);
  if (limit >= concurrencyMin)
    return finding('Lambda concurrency', 'weak', `${found}: a storm may heal too late`, askForMore);
  return finding(
    'Lambda concurrency',
    'missing',
    `${found}, and a storm needs ${concurrencyMin}`,
    askForMore,
  );
}

const howToSignIn: Readonly<Record<Target, string>> = {
  engine: 'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
  aws: 'aws sso login',
};

async function stack(connection: OperatorConnection, stackName: string): Promise<Finding> {
  try {
    await readStackOutputs(connection, stackName);
    return finding('stack', 'good', `${stackName} is deployed`);
  } catch (error) {
    if (error instanceof ForeignEndpointError || error instanceof NoStackError)
      return finding('stack', 'missing', error.message, deployWith(connection));
    throw error;
  }
}

/** A question to a service, of which the answer may be that it cannot be asked. */
async function asked(
  what: Examined,
  mend: string,
  target: Target,
  ask: () => Promise<Finding>,
): Promise<Finding> {
  try {
    return await ask();
  } catch (error) {
    if (isUnknownOperation(error))
      return finding(what, 'unknown', 'not asked: the engine does not know it');
    const failure = serviceFailure(error, target);
    if (failure === undefined) throw error;
    const state = what === 'credentials' ? 'missing' : 'unknown';
    return finding(what, state, `${failure.said}; ${failure.whatNow}`, mend);
  }
}

function finding(what: Examined, state: FindingState, found: string, mend = ''): Finding {
  return { what, state, found, mend, neededFor: neededFor[what] };
}

/** With MiniStack, which starts in under a second; its own default listens to every machine. */
function howToStart(endpoint: string): string {
  const { port } = new URL(endpoint);
  return `pip install ministack && BIND_HOST=127.0.0.1 GATEWAY_PORT=${port || '80'} ministack`;
}
