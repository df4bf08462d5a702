// Where and for how long the stack stands, from the context of the CDK:
// `-c rebootstorm:environment=prod`, `-c rebootstorm:ttl=4h`, `-c rebootstorm:role=LabRole`,
// `-c rebootstorm:customerKey=create`.
import { settingContext } from '#domain/stack/stack-configuration.ts';
import { ContextError } from './context-error.ts';

/** What a deployer says of the stack beside its settings. */
export interface Deployment {
  /** Of `dev` nothing is left once the stack is deleted; of `prod` its data is. */
  readonly environment: 'dev' | 'prod';
  /** When the stack deletes itself, in milliseconds since 1970; null: never. */
  readonly endsAtMs: number | null;
  /**
   * The name or ARN of a role that is there already, for everything that needs one; null: the
   * stack makes its own roles, each with only what its function needs.
   */
  readonly role: string | null;
  /**
   * The ARN of a key of KMS under which everything is encrypted, or `create` for one of the stack's
   * own; null: AWS's own keys encrypt it, for nothing.
   */
  readonly customerKey: string | null;
}

/** A stack to be thrown away by hand, with roles of its own. */
export const usualDeployment: Deployment = {
  environment: 'dev',
  endsAtMs: null,
  role: null,
  customerKey: null,
};

/** What the contexts are called, without the prefix. */
export const deploymentNames = ['environment', 'ttl', 'role', 'customerKey'] as const;

/** Reads them. @throws {ContextError} for a value that makes no sense, alone or with another */
export function deploymentIn(
  context: Readonly<Record<string, unknown>>,
  nowMs: number,
): Deployment {
  const environment = context[settingContext('environment')] ?? usualDeployment.environment;
  if (environment !== 'dev' && environment !== 'prod')
    throw new ContextError(
      `rebootstorm:environment=${environment} is neither dev (all goes with the stack) nor ` +
        'prod (its data stays).',
    );
  const ttl = context[settingContext('ttl')];
  if (ttl !== undefined && environment === 'prod')
    throw new ContextError(
      'rebootstorm:ttl deletes the stack by itself, and rebootstorm:environment=prod protects it ' +
        'from deletion. Give one of them.',
    );
  const endsAtMs = ttl === undefined ? null : nowMs + durationMs(ttl);
  return {
    environment,
    endsAtMs,
    role: roleIn(context[settingContext('role')]),
    customerKey: customerKeyIn(context[settingContext('customerKey')]),
  };
}

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const ttlMsMin = 15 * unitsMs.m;
const ttlMsMax = 30 * unitsMs.d;

function durationMs(ttl: unknown): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(String(ttl)) ?? [];
  const lengthMs = Number(count) * unitsMs[(unit ?? 'm') as keyof typeof unitsMs];
  if (lengthMs >= ttlMsMin && lengthMs <= ttlMsMax) return lengthMs;
  throw new ContextError(
    `rebootstorm:ttl=${ttl} is no time to live: that is a number of minutes, hours or days, from ` +
      '15m to 30d, such as 4h.',
  );
}

/** IAM user guide, "IAM and AWS STS quotas": what a role and its path may be called. */
const roleName = /^[\w+=,.@-]{1,64}$/;
const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

function roleIn(role: unknown): string | null {
  if (role === undefined) return null;
  if (typeof role === 'string' && (roleName.test(role) || roleArn.test(role))) return role;
  throw new ContextError(
    `rebootstorm:role=${role} is neither the name of a role, such as LabRole, nor the ARN of ` +
      'one, such as arn:aws:iam::123456789012:role/LabRole.',
  );
}

/** KMS developer guide, "Key identifiers": a key's ARN; CloudWatch Logs takes no alias. */
const keyArn = /^arn:aws[a-z-]*:kms:[a-z]{2}(-[a-z]+)+-\d:\d{12}:key\/[\w-]{1,256}$/;

function customerKeyIn(key: unknown): string | null {
  if (key === undefined) return null;
  if (key === 'create' || (typeof key === 'string' && keyArn.test(key))) return key;
  throw new ContextError(
    `rebootstorm:customerKey=${key} is neither create (a key for this stack, $1 a month) nor the ` +
      'ARN of a key, such as arn:aws:kms:us-east-1:123456789012:key/' +
      '1234abcd-12ab-34cd-56ef-1234567890ab.',
  );
}
