// Simulates PCs that die without notice: their messages vanish before a function handles them.
import { chanceOf } from '#domain/chance.ts';
import type { LambdaCode, LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';
import type { Silence } from './swarm-case.ts';

type Code = Readonly<Record<string, LambdaCode>>;

/** The function that handles what supernodes send about themselves. */
const entry = 'functions/membership.ts';

/** The end of the id of a renewal that is delivered although its supernode is silent. */
export const wokenMark = '/woken';

/** The same code, but it never gets the renewals and restarts of silent supernodes. */
export function withSilence(code: Code, silence: Silence | null, seed: number): Code {
  const membership = code[entry];
  if (silence === null || membership === undefined) return code;
  return {
    ...code,
    [entry]: (environment) => {
      const handle = membership(environment);
      return (event, context) => handle(withoutSilent(event, silence, seed, environment), context);
    },
  };
}

interface Batch {
  readonly Records: readonly SqsRecord[];
}

interface SqsRecord {
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
}

function withoutSilent(
  event: unknown,
  { fromMs, untilMs, share }: Silence,
  seed: number,
  environment: LambdaEnvironment,
): unknown {
  const nowMs = environment.nowMs();
  if (nowMs < fromMs || nowMs >= untilMs) return event;
  const isHeard = (record: SqsRecord) => {
    const nodeId = speakerOf(record);
    return nodeId === null || isOperatorRun(nodeId) || chanceOf(seed, 'silent', nodeId) >= share;
  };
  const batch = event as Batch;
  return { ...batch, Records: batch.Records.filter(isHeard) };
}

/**
 * Operator-run supernodes are never silent. Those that still renew find the silent ones, so the
 * model assumes that the operator does not switch off all machines at once.
 */
function isOperatorRun(nodeId: string): boolean {
  return nodeId.startsWith('operator-');
}

/**
 * The supernode that sent this message, if a dead PC would not send it; otherwise null, also for an
 * unreadable message. A redelivered message was sent while the PC lived, and may be half handled.
 */
function speakerOf({ body, attributes }: SqsRecord): string | null {
  if (attributes.ApproximateReceiveCount !== '1') return null;
  try {
    const { type, nodeId, id } = JSON.parse(body);
    const isSaid = type === 'LeaseRenewed' || type === 'NodeRestarted';
    return isSaid && !String(id).endsWith(wokenMark) ? nodeId : null;
  } catch {
    return null;
  }
}
