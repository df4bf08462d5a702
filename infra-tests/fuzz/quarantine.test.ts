// Quarantine itself under faults: whatever happens to it, an unprocessable message is somewhere.
import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { membership } from '#functions/membership.ts';
import { ControlPlane } from '#infra-tests/handlers/control-plane.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { aBrokenBody } from './broken-bodies.ts';
import { isNewer } from './expected-fate.ts';
import { wellFormed } from './well-formed.ts';

/** Ten bodies that no membership message is. */
function tenUnprocessable(seed: number): SQSRecord[] {
  const random = seededRandom(seed);
  const records: SQSRecord[] = [];
  while (records.length < 10) {
    const { body } = aBrokenBody(random, 'membership', 0);
    if (wellFormed('membership', body) !== undefined || isNewer(body)) continue;
    records.push({ messageId: `m${records.length}`, body } as SQSRecord);
  }
  return records;
}

const idsOf = (plane: ControlPlane) =>
  (plane.takeQuarantined() as unknown as { messageId: string }[]).map((one) => one.messageId);

test('what quarantine refuses comes again, and what it took does not', async () => {
  const plane = new ControlPlane();
  const random = seededRandom(1).fork('refusals');
  for (let seed = 0; seed < 20; seed += 1) {
    const handle = membership(plane.runtime);
    const wholly = tenUnprocessable(seed);
    const aside: string[] = [];
    let left = wholly;
    for (let tries = 0; left.length > 0 && tries < 30; tries += 1) {
      plane.interfere = () =>
        random() < 0.5 ? new ServiceError('ThrottlingException', 'Rate exceeded') : undefined;
      const { batchItemFailures } = await handle({ Records: left });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const now = idsOf(plane);
      expect([...now, ...failed].sort()).toEqual(left.map(({ messageId }) => messageId).sort());
      aside.push(...now);
      left = left.filter(({ messageId }) => failed.has(messageId));
    }
    expect(aside.sort()).toEqual(wholly.map(({ messageId }) => messageId).sort());
  }
});

test('a message that was quarantined unheard is quarantined again, under the same id', async () => {
  const plane = new ControlPlane();
  const handle = membership(plane.runtime);
  const Records = tenUnprocessable(7);
  await handle({ Records });
  const before = idsOf(plane);
  // The function died before it could say the queue.
  await handle({ Records });
  expect(idsOf(plane)).toEqual(before);
});

describe('a body of a mebibyte', () => {
  const mebibyte = 2 ** 20;
  const long: readonly (readonly [string, string])[] = [
    ['of one-byte characters', 'x'.repeat(mebibyte)],
    ['of four-byte characters', '\u{1f4a5}'.repeat(mebibyte / 4)],
    ['of characters that JSON escapes', '"'.repeat(mebibyte)],
    ['of tabs, which JSON escapes, too', '\t'.repeat(mebibyte)],
    ['of broken halves of characters, once it is cut', `x${'\u{1f4a5}'.repeat(mebibyte / 4 - 1)}`],
  ];

  test.each(long)(
    '%s is quarantined by its start, its length and its hash',
    async (_what, body) => {
      const plane = new ControlPlane();
      const Records = [{ messageId: 'm1', body } as SQSRecord];
      expect(await membership(plane.runtime)({ Records })).toEqual({ batchItemFailures: [] });
      const [aside] = plane.takeQuarantined();
      const bodySha256 = createHash('sha256').update(body).digest('hex');
      expect(aside).toMatchObject({ bodyLength: body.length, bodySha256, reason: 'expected JSON' });
      expect(body.startsWith(aside?.body ?? '?')).toBe(true);
      expect(aside?.body.length).toBe(150_000);
    },
  );
});
