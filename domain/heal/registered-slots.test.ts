import { registeredSlots } from './registered-slots.ts';

test.each([
  ['what it claims', 7, 7],
  ['no more than anybody is believed to carry', 1_000_000, 10],
  ['one at least', 0, 1],
])('a supernode registrations %s', (_, claimedSlots, slots) => {
  expect(registeredSlots({ claimedSlots }, { slotsPerSupernode: 10 })).toBe(slots);
});
