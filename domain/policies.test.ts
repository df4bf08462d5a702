import { policies, policyCalled } from './policies.ts';

test('a policy has its name, and several hypotheses have one name in any order', () => {
  expect(policyCalled('resilient')).toBe(policies.resilient);
  expect(policyCalled('herd')).toBe(policies.herd);
  expect(policyCalled('herd+ghost-slots+herd')).toEqual({
    ...policies['ghost-slots'],
    id: 'ghost-slots+herd',
    herd: true,
  });
});

test.each(['', 'hurd', 'herd+', 'herd+resilient', 'legacy-2007+herd', 'toString'])(
  'nothing is called %j',
  (name) => {
    expect(policyCalled(name)).toBeUndefined();
  },
);
