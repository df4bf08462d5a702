// The checks of messages once more, written by hand and without the library that the real one uses:
// the two must agree on every input.
import type { QueueName } from '#domain/limits.ts';
import { wavesMax } from '#domain/storm/observation-budget.ts';

type Check = (value: unknown) => boolean;

/** What each queue carries: for each type of event its fields and what they may hold. */
const shapes: Readonly<Record<QueueName, Readonly<Record<string, Record<string, Check>>>>> =
  (() => {
    const isName = matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
    const isTime = number(0, 8.64e15);
    const isCount = whole(1, 2 ** 31);
    const envelope = {
      type: () => true,
      version: (value: unknown) => value === 1,
      id: matches(/^[A-Za-z0-9_./-]{1,256}$/),
      runId: isName,
      cell: isName,
      dueAtMs: isTime,
    };
    const ofNode = { ...envelope, nodeId: isName, epoch: isCount };
    const isMac = matches(/^[A-Za-z0-9_-]{43}$/);
    return {
      membership: {
        NodeJoined: {
          ...ofNode,
          eligible: (value) => typeof value === 'boolean',
          claimedSlots: whole(0, 2 ** 31),
          utcOffsetMinutes: whole(-840, 840),
        },
        NodeLeft: ofNode,
        NodeRestarted: {
          ...ofNode,
          waveIndex: whole(-1, wavesMax),
          cause: (value) => value === 'update' || value === 'self-protection',
        },
        NodeLost: ofNode,
        LeaseRenewed: ofNode,
      },
      login: {
        LoginRequested: {
          ...ofNode,
          attempt: isCount,
          admissionAtMs: (value) => value === null || isTime(value),
          proof: exactly({ nonce: isTime, expiresAtMs: isTime, mac: isMac }),
        },
      },
      heal: { HealStepDue: { ...envelope, step: whole(0, 2 ** 31) } },
    };
  })();

/**
 * Whether a body is an event of that queue, its times aside.
 * @returns the event; undefined when they must refuse it
 */
export function wellFormed(queue: QueueName, body: string): Record<string, unknown> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'type'))
    return undefined;
  const { type } = value as { type: unknown };
  const known = shapes[queue];
  if (typeof type !== 'string' || !Object.hasOwn(known, type)) return undefined;
  return exactly(known[type] ?? {})(value) ? (value as Record<string, unknown>) : undefined;
}

/** An object with these fields of its own, and no others. */
function exactly(fields: Readonly<Record<string, Check>>): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const given = Object.entries(value);
    return (
      given.length === Object.keys(fields).length &&
      given.every(([name, inside]) => Object.hasOwn(fields, name) && fields[name]?.(inside))
    );
  };
}

function matches(pattern: RegExp): Check {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function number(min: number, max: number): Check {
  return (value) => typeof value === 'number' && value >= min && value <= max;
}

function whole(min: number, max: number): Check {
  const isInside = number(min, max);
  return (value) => Number.isInteger(value) && isInside(value);
}
