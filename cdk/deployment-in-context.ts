// Where and for how long the stack stands, from the context of the CDK:
// `-c rebootstorm:environment=prod`, `-c rebootstorm:ttl=4h`, `-c rebootstorm:role=LabRole`.
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
}

/** A stack to be thrown away by hand, with roles of its own. */
export const usualDeployment: Deployment = { environment: 'dev', endsAtMs: null, role: null };

/** What the contexts are called, without the prefix. */
export const deploymentNames = ['environment', 'ttl', 'role'] as const;

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
  return { environment, endsAtMs, role: roleIn(context[settingContext('role')]) };
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
