// Deletes a stack of this project, and waits until it is gone.
import {
  deleted,
  type StackEnd,
  type StackRecord,
  type StackRecords,
} from '#adapters/stack/stack-records.ts';

/** How a deletion ended. */
export interface Deletion {
  readonly isGone: boolean;
  /** In CloudFormation's words, where it is not gone: `DELETE_FAILED: ...`. */
  readonly because: string;
}

const pollEveryMs = 2_000;

/** A stack of this size is deleted in two or three minutes; an engine needs seconds. */
const waitMaxMs = 15 * 60_000;

/**
 * Whether a stack is one of this project: its resources have the logical ids of our template. One
 * that never came to have a resource shows nothing of itself, and holds nothing of anybody's.
 */
export function isOurStack({ resources, status }: StackRecord): boolean {
  if (resources.length === 0) return !/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status);
  return resources.some(({ logicalId }) => logicalId.startsWith(ourLogicalId));
}

/** A function that no other project's stack has (cdk/rebootstorm-stack.ts). */
const ourLogicalId = 'ReportStormFunction';

/** Deletes a stack, and waits for the end. */
export async function deleteStack(
  records: Pick<StackRecords, 'beginDelete' | 'statusOf'>,
  stackId: string,
  { nowMs, sleep }: { nowMs(): number; sleep(durationMs: number): Promise<void> },
): Promise<Deletion> {
  const givesUpAtMs = nowMs() + waitMaxMs;
  await records.beginDelete(stackId);
  for (;;) {
    // First the pause: right after the order, a stack has the status that it had before.
    await sleep(pollEveryMs);
    const end = await records.statusOf(stackId);
    if (end === undefined || end.status === deleted) return { isGone: true, because: '' };
    if (end.status === 'DELETE_FAILED') return { isGone: false, because: inWords(end) };
    if (nowMs() >= givesUpAtMs)
      return { isGone: false, because: `still ${end.status} after ${waitMaxMs / 60_000} min` };
  }
}

function inWords({ status, reason }: StackEnd): string {
  return reason === '' ? status : `${status}: ${reason}`;
}
