// PCs that die without a word: what they would have said vanishes before anybody handles it.
import { chanceOf } from '#domain/chance.ts';
import type { LambdaCode, LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';
import type { Silence } from './swarm-case.ts';

type Code = Readonly<Record<string, LambdaCode>>;

/** The consumer of what supernodes say of themselves. */
const entry = 'functions/membership.ts';

/** How the id of a report ends that is heard although its supernode is silent. */
export const wokenMark = '/woken';

/** The same code, to which silent supernodes' reports and restarts are never handed. */
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
 * Who else is silent is found by whoever still reports, so the model takes for granted that the
 * operator's machines are not switched off all at once.
 */
function isOperatorRun(nodeId: string): boolean {
  return nodeId.startsWith('operator-');
}

/**
 * Who says something that a dead PC would not; null for all else, and for what is unreadable. What
 * comes again was said while the PC lived, and may be half done.
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
