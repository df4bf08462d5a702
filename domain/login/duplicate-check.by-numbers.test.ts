import fc from 'fast-check';
import { aNode } from '#testing/domain/builders.ts';
import { holds } from '../record-write.ts';
import { answersDuplicateCheck } from './duplicate-check.by-numbers.ts';
import { answeringDuplicateCheck } from './login-writes.ts';

test('a duplicate check is answered by numbers as it is by the write', () => {
  const few = fc.nat({ max: 3 });
  const boot = fc.integer({ min: 1, max: 2 });
  const role = fc.constantFrom('client', 'client', 'supernode');
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(boot, role, few, fc.option(few), boot, few, (...drawn) => {
      const [epoch, role_, minNonce, answered, requestEpoch, nonce] = drawn;
      const { home: _home, ...node } = aNode({ epoch, role: role_, minNonce });
      // Another message has another nonce, so that the one with this nonce came before.
      const duplicateCheck =
        answered === null ? {} : { nonce: answered, attempt: 16, messageId: 'a' };
      const stored = { ...node, ...(answered !== null && { duplicateCheck }) };
      const proof = { nonce, expiresAtMs: 0, mac: '' };
      const request = { epoch: requestEpoch, attempt: 32, proof };
      const isWritten = holds(answeringDuplicateCheck(request, { home: null }, 'a').asks, stored);
      const isClient = role_ === 'client';
      const checked = { epoch, isClient, minNonce, answeredNonce: answered ?? -1 };
      expect(answersDuplicateCheck(checked, requestEpoch, nonce)).toBe(isWritten);
      seen.add(isWritten);
    }),
    { numRuns: 1_000 },
  );
  expect(seen).toEqual(new Set([true, false]));
});
