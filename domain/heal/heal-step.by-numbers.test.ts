import fc from 'fast-check';
import { aCell, aSupernode, noonMs, someSettings, someSizes } from '#testing/domain/builders.ts';
import { policies } from '../policies.ts';
import { isShortOfSlots } from './heal-step.by-numbers.ts';
import { healStep } from './heal-step.ts';

const boot = fc.integer({ min: 1, max: 2 });
const registrations = fc.array(
  fc
    .record({
      epoch: boot,
      nodeEpoch: boot,
      slots: fc.nat(9),
      leaseUntilMs: fc.constantFrom(noonMs - 1, noonMs, noonMs + 1),
      operatorRun: fc.boolean(),
    })
    .map(aSupernode),
  { maxLength: 6 },
);

test('slots are missing exactly where a heal step needs more than it counts', () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      registrations,
      fc.constantFrom('resilient', 'ghost-slots'),
      fc.constantFrom(1, 1.25, 1.5),
      (population, supernodes, policy, headroom) => {
        const sizes = someSizes({ headroom });
        const settings = someSettings({ policy: policies[policy], sizes });
        const plan = healStep(aCell({ population }), supernodes, [], settings, noonMs);
        const isShort = isShortOfSlots(population, supernodes, settings, noonMs);
        expect(isShort).toBe(plan.slotsNeeded > plan.slotsCounted);
      },
    ),
  );
});
